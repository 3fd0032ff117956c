//! Ids of every type, as text and as sixteen bytes.

use crate::text;
use paywright::id::{BalanceId, BooksId, MarkId};
use paywright::*;

/// An id has one spelling, is of one type, and survives its text and its bytes.
pub fn check(bytes: &[u8]) -> bool {
    let text = text::of(bytes);
    let raw: Option<[u8; 16]> = bytes.first_chunk().copied();
    let mut types = 0;
    macro_rules! each {
        ($($id:ty,)*) => {$(
            match text.parse::<$id>() {
                Ok(id) => {
                    assert_eq!(id.to_string(), text);
                    assert_eq!(<$id>::from_bytes(id.to_bytes()), Ok(id));
                    types += 1;
                }
                Err(error) => text::assert_sentence(&error),
            }
            if let Some(Ok(id)) = raw.map(<$id>::from_bytes) {
                assert_eq!(id.to_string().parse(), Ok(id));
                assert!(id.to_string().starts_with(<$id as Id>::PREFIX));
            }
        )*};
    }
    each! {
        AccountId, AssetId, BalanceId, BooksId, CaseId, EffectId, ExchangeId, FeePlanId, KeyId, MarkId,
        MerchantId, OperationId, OrderId, PartId, PaymentId, RefundId, TransferId, UserId,
    }
    assert!(types <= 1, "an id of two types: {text}");
    types == 1
}

pub fn corpus() -> Vec<Vec<u8>> {
    macro_rules! each {
        ($($id:ty,)*) => { [$(<$id>::derived("an example").to_string(),)*] };
    }
    text::corpus(each! {
        AccountId, AssetId, BalanceId, BooksId, CaseId, EffectId, ExchangeId, FeePlanId, KeyId, MarkId,
        MerchantId, OperationId, OrderId, PartId, PaymentId, RefundId, TransferId, UserId,
    })
}
