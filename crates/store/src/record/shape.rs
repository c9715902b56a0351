//! Shape: how is a type's record told in a line or two?
//!
//! Both macros take a value apart without `..`, so a field or variant that is added to a type does
//! not compile until it is listed here. Tags of variants are written out: they are stored. A field that
//! came later says with which [`Age`](super::age::Age); in what is older, it is empty. What was
//! written otherwise once says by which function it is read.

/// A struct: its fields, in the order in which they are written.
macro_rules! fields {
    (@read $from:ident) => { $crate::record::Record::read($from)? };
    (@read $from:ident by $read:ident) => { $read($from)? };
    (@read $from:ident since $age:ident) => {
        if $from.knows($crate::record::Age::$age) {
            $crate::record::Record::read($from)?
        } else {
            Default::default()
        }
    };
    ($($type:ty { $($field:ident $($how:ident $what:ident)?),* $(,)? })*) => { $(
        impl $crate::record::Record for $type {
            fn write(&self, to: &mut $crate::record::Encoder) {
                let Self { $($field),* } = self;
                $($crate::record::Record::write($field, to);)*
            }

            fn read(
                from: &mut $crate::record::Decoder<'_>,
            ) -> Result<Self, $crate::record::RecordError> {
                $(let $field = $crate::record::fields!(@read from $($how $what)?);)*
                Ok(Self { $($field),* })
            }
        }
    )* };
}

/// An enum: each variant with its tag and what it holds.
macro_rules! variants {
    (@read $from:ident) => { $crate::record::Record::read($from)? };
    (@read $from:ident $read:ident) => { $read($from)? };
    ($($type:ty {
        $($tag:literal $variant:ident $(($($item:ident $(by $read:ident)?),*))? $({ $($field:ident),* })?),* $(,)?
    })*) => { $(
        impl $crate::record::Record for $type {
            fn write(&self, to: &mut $crate::record::Encoder) {
                match self {
                    $(Self::$variant $(($($item),*))? $({ $($field),* })? => {
                        to.byte($tag);
                        $($($crate::record::Record::write($item, to);)*)?
                        $($($crate::record::Record::write($field, to);)*)?
                    })*
                }
            }

            fn read(
                from: &mut $crate::record::Decoder<'_>,
            ) -> Result<Self, $crate::record::RecordError> {
                match from.byte()? {
                    $($tag => {
                        $($(let $item = $crate::record::variants!(@read from $($read)?);)*)?
                        $($(let $field = $crate::record::Record::read(from)?;)*)?
                        Ok(Self::$variant $(($($item),*))? $({ $($field),* })?)
                    })*
                    tag => Err($crate::record::RecordError::Variant(stringify!($type), tag)),
                }
            }
        }
    )* };
}

pub(crate) use {fields, variants};
