//! A mutant that is a command all the same, and what the engine says to it.

use crate::ground::{Ground, impossible, was_impossible};
use crate::mutants::Mutant;
use crate::support::World;
use paywright::{
    Actor, Answer, AnyCommand, AnyOutput, Code, Error, ErrorKind, MerchantId, Refused, Request, UserId,
};

/// A mutant that is a command.
pub struct Odd {
    pub what: String,
    pub command: AnyCommand,
}

impl Odd {
    fn request(&self) -> Request {
        Request::new(self.command.clone())
    }

    /// Reads it, if it is a command; that one is then written and read as itself.
    pub fn read(mutant: Mutant) -> Option<Self> {
        let Mutant { tag, what, bytes } = mutant;
        let command = AnyCommand::decode(tag, &bytes)?;
        let again = AnyCommand::decode(tag, &command.encode());
        assert_eq!(again.as_ref(), Some(&command), "{what}: it is not read as it is written");
        Some(Self { what, command })
    }

    /// The code of a refusal that the command declares.
    #[track_caller]
    pub fn judge(&self, error: &Error) -> &'static str {
        let (what, code) = (&self.what, error.code());
        assert_eq!(error.kind(), ErrorKind::Refused, "{what}: {code}: {error}");
        let Error::Refused(refused) = error else { panic!("{what}: {error}") };
        let declared = self.command.spec().refusals.contains(&refused.code);
        assert!(declared, "{what}: {code} is not declared: {error}");
        code
    }

    /// What would become of it, with nothing done.
    pub fn foresee(&self, world: &World) -> Result<(), Error> {
        let request = self.request().key(world.fresh_key());
        match world.engine.atomic([request, impossible()]).unwrap_err() {
            error if was_impossible(&error) => Ok(()),
            error => Err(error),
        }
    }

    pub fn ask(&self, world: &World, actor: Actor) -> Result<Answer, Error> {
        world.engine.batch([self.request().key(world.fresh_key()).actor(actor)]).remove(0)
    }

    /// Whether its value is the refusal, of the command or of one of its transfers.
    pub fn is_invalid(&self, ground: &Ground) -> bool {
        let invalid = |refused: &Refused| refused.code == Code::InvalidValue;
        match self.ask(&ground.world(), Actor::System) {
            Err(Error::Refused(refused)) => invalid(&refused),
            Err(error) => panic!("{}: {error}", self.what),
            Ok(Answer { output: AnyOutput::Posted(posted), .. }) => {
                posted.results.iter().any(|result| result.as_ref().is_err_and(invalid))
            }
            Ok(_) => false,
        }
    }

    #[track_caller]
    pub fn is_refused(&self, world: &World, actor: Actor) -> &'static str {
        match self.ask(world, actor) {
            Err(error) => self.judge(&error),
            Ok(answer) => panic!("{}: accepted: {answer:?}", self.what),
        }
    }
}

/// Somebody with nothing to do with any of it.
pub fn strangers() -> [Actor; 3] {
    [
        Actor::operator("without a role", []),
        Actor::User(UserId::derived("a stranger")),
        Actor::Merchant(MerchantId::derived("a stranger")),
    ]
}
