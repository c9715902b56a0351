//! Deadline: for how long does an answer wait that nobody reads?
//!
//! A peer that has stopped reading leaves what is written to it in the system's buffers until they are
//! full, and then whoever writes waits for good. Here such a wait ends after a time in which nothing at all
//! was taken. Each byte that goes begins it anew, so that a slow line and a long answer are no matter, and
//! a stream that says nothing has no deadline.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// A connection whose writes wait no longer than a time for the other side.
#[derive(Debug)]
pub(crate) struct Deadline<S> {
    stream: S,
    patience: Duration,
    /// Runs while a write waits.
    waiting: Option<Interval>,
}

impl<S> Deadline<S> {
    pub(crate) fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, waiting: None }
    }

    /// What became of a write: one that waits has a deadline.
    fn bounded<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting = self.waiting.get_or_insert_with(|| after(self.patience));
        ready!(waiting.poll_tick(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nobody reads the answer")))
    }
}

/// Ticks when that time is over.
fn after(patience: Duration) -> Interval {
    let mut ticks = interval(patience);
    // The first would come at once.
    ticks.reset();
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

impl<S: AsyncRead + Unpin> AsyncRead for Deadline<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Deadline<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.bounded(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::timeout;

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(300);

    #[tokio::test]
    async fn a_reader_that_has_stopped_ends_the_write() {
        let (_reader, writer) = duplex(8);
        let mut writer = Deadline::new(writer, PATIENCE);
        let written = timeout(Duration::from_secs(20), writer.write_all(&[7; 64])).await;
        let error = written.expect("it does not wait for good").expect_err("nobody reads");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_slow_reader_has_all_of_it_and_a_pause_between_writes_is_none_of_a_readers() {
        let (mut reader, writer) = duplex(8);
        let mut writer = Deadline::new(writer, PATIENCE);
        let read = async {
            // Each wait is shorter than the deadline, all together are longer.
            let mut ticks = interval(PATIENCE / 6);
            let mut taken = [0; 8];
            for _ in 0..16 {
                ticks.tick().await;
                reader.read_exact(&mut taken).await.expect("it is there");
            }
            ticks.reset();
            for _ in 0..9 {
                ticks.tick().await;
            }
            reader.read_exact(&mut taken).await.expect("and so is what was written later");
        };
        let write = async {
            writer.write_all(&[7; 128]).await.expect("somebody reads");
            let mut pause = interval(PATIENCE * 2);
            pause.tick().await;
            pause.tick().await;
            writer.write_all(&[7; 8]).await.expect("a stream may be silent");
        };
        tokio::join!(read, write);
    }
}
