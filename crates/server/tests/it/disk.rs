//! Disk: what becomes of reports while the disk is full, and after it broke?

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use serde_json::json;
use store::{Applied, Incoming, Loaded, MemoryStore, Reader, Receipt, Store, StoreError};

use crate::client;
use crate::world::{MILL, World};

const WELL: u8 = 0;
const FULL: u8 = 1;
const BROKEN: u8 = 2;

/// A store in memory whose disk is as the test wants it.
struct Fragile {
    inner: Box<MemoryStore>,
    state: Arc<AtomicU8>,
}

impl Store for Fragile {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        self.inner.load()
    }

    fn commit(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> Result<Vec<Receipt>, StoreError> {
        match self.state.load(Ordering::SeqCst) {
            FULL => Err(StoreError::Full),
            BROKEN => Err(StoreError::Fatal { why: "input/output error".to_owned() }),
            _ => self.inner.commit(incoming, applied),
        }
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        self.inner.reader()
    }

    fn node_key(&self) -> Result<store::NodeKey, StoreError> {
        self.inner.node_key()
    }

    fn push_key(&self) -> Result<Vec<u8>, StoreError> {
        self.inner.push_key()
    }

    fn accounts(&self) -> Result<store::Accounts, StoreError> {
        self.inner.accounts()
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        self.inner.close()
    }
}

async fn world() -> (World, Arc<AtomicU8>) {
    let state = Arc::new(AtomicU8::new(WELL));
    let store = Fragile { inner: Box::default(), state: state.clone() };
    let world = World::empty(Box::new(store)).await;
    world.found().await;
    (world, state)
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_disk_is_full_senders_are_told_so_and_later_all_goes_on() {
    let (world, state) = world().await;
    let reading = json!({"unit": MILL, "indicator": "output", "at": "2026-03-01", "value": 1});
    let report = json!({"source": "t", "seq": 1, "readings": [reading]});
    state.store(FULL, Ordering::SeqCst);
    let got = world.post(MILL, "/api/v1/reports", &report).await;
    got.is_problem(503, "nothing was kept");
    assert_eq!(got.retry_after.as_deref(), Some("1"));
    state.store(WELL, Ordering::SeqCst);
    assert_eq!(world.post(MILL, "/api/v1/reports", &report).await.ok()["accepted"], 1);
    assert_eq!(world.post(MILL, "/api/v1/reports", &report).await.ok()["duplicates"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_write_that_failed_nothing_is_acknowledged_and_the_server_ends() {
    let (world, state) = world().await;
    state.store(BROKEN, Ordering::SeqCst);
    let asked = json!({"unit": MILL, "by": "committee", "words": "help"}).to_string();
    let to = world.server.address();
    let headers = [("cybersyn-as", MILL)];
    // The server may have found out by itself, and be gone before it is asked.
    let answer = client::attempt(to, "POST", "/api/v1/help", &headers, asked.as_bytes()).await;
    assert!(answer.is_none_or(|answer| answer.status == 503));
    world.server.ended().await;
    let ended = world.server.stop().await.expect_err("it says why");
    assert!(ended.to_string().contains("input/output error"), "{ended}");
}
