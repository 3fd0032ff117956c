//! Commands of every kind, as entries hold them and bindings hand them over.

use crate::ground::filled;
use paywright::{AnyCommand, Error, Request};

/// What is read is written so that it is read as the same, and is accepted or refused with a code that the
/// command declares. The first byte chooses the command.
pub fn check(bytes: &[u8]) -> bool {
    let Some((first, bytes)) = bytes.split_first() else { return false };
    let catalogue = AnyCommand::CATALOGUE;
    let spec = catalogue[usize::from(*first) % catalogue.len()];
    let Some(command) = AnyCommand::decode(spec.tag, bytes) else { return false };
    assert_eq!(command.spec().tag, spec.tag);
    assert_eq!(AnyCommand::decode(spec.tag, &command.encode()).as_ref(), Some(&command));
    match filled().engine.preview(Request::new(command)) {
        Ok(_) => true,
        Err(Error::Refused(refused)) => {
            assert!(spec.refusals.contains(&refused.code), "{} does not declare: {refused}", spec.name);
            false
        }
        Err(error) => panic!("{}: {}: {error}", spec.name, error.code()),
    }
}

pub fn corpus() -> Vec<Vec<u8>> {
    let encoded = |command: &AnyCommand| {
        let tag = command.spec().tag;
        let place = AnyCommand::CATALOGUE.iter().position(|spec| spec.tag == tag);
        let place = place.and_then(|place| u8::try_from(place).ok()).expect("fewer commands than bytes");
        [vec![place], command.encode()].concat()
    };
    filled().commands.iter().map(encoded).collect()
}
