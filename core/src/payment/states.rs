//! Where a payment stands.

use super::Payment;
use crate::storage::states;

states! {
    machine "payment" of Payment;
    /// Where a payment stands.
    pub enum PaymentState {
        /// It needs a method to pay with.
        1 RequiresMethod = "requires_method",
        /// It needs to be confirmed.
        2 RequiresConfirmation = "requires_confirmation",
        /// The payer must do something.
        3 RequiresAction = "requires_action",
        /// Somebody looks at it before it goes on.
        4 UnderReview = "under_review",
        /// Its channel was asked.
        5 Processing = "processing",
        /// The amount is reserved on the payer's side.
        6 Authorised = "authorised",
        /// A capture is under way.
        7 Capturing = "capturing",
        /// A part is captured, and more may come.
        8 PartiallyCaptured = "partially_captured",
        /// What was to be captured is.
        9 Succeeded = "succeeded",
        /// The authorisation is being given up.
        10 Voiding = "voiding",
        /// It was given up.
        11 Cancelled = "cancelled",
        /// Its time passed.
        12 Expired = "expired",
        /// It was declined, or went wrong, and no other way is left.
        13 Failed = "failed",
    }
    /// What happens to a payment.
    pub enum PaymentEvent {
        /// It was started without a method.
        1 Started = "started",
        /// It was started with a method.
        2 StartedWithMethod = "started_with_method",
        /// A method was attached.
        3 MethodAttached = "method_attached",
        /// It was confirmed, and nothing stands in its way.
        4 Allowed = "allowed",
        /// It was confirmed, and the payer must first prove who they are.
        5 Challenged = "challenged",
        /// It was confirmed, and somebody must look at it first.
        6 HeldForReview = "held_for_review",
        /// It was confirmed, and risk denies it.
        7 Denied = "denied",
        /// The payer's part is over, and it goes on.
        8 ActionPassed = "action_passed",
        /// The payer failed and may try again.
        9 ActionFailedOnce = "action_failed_once",
        /// The payer failed for good.
        10 ActionFailed = "action_failed",
        /// The review let it pass.
        11 ReviewApproved = "review_approved",
        /// The review stopped it.
        12 ReviewRejected = "review_rejected",
        /// Nobody reviewed it in time.
        13 ReviewTimedOut = "review_timed_out",
        /// The channel needs the payer.
        14 PayerNeeded = "payer_needed",
        /// The channel reserved the amount.
        15 WasAuthorised = "authorised",
        /// The whole amount was taken at once.
        16 WasCaptured = "captured",
        /// The channel did not do it; another way is left.
        17 DeclinedForNow = "declined_for_now",
        /// The channel did not do it; no other way is left.
        18 DeclinedForGood = "declined_for_good",
        /// Nobody wants it any more: its order was closed. What the channel did for it is undone.
        19 Unwanted = "unwanted",
        /// A capture was started.
        20 CaptureStarted = "capture_started",
        /// The last part was captured.
        21 CapturedLast = "captured_last",
        /// A part was captured, and more may come.
        22 CapturedPart = "captured_part",
        /// The first capture did not happen.
        23 FirstCaptureRefused = "first_capture_refused",
        /// A later capture did not happen.
        24 LaterCaptureRefused = "later_capture_refused",
        /// A void was started.
        25 VoidStarted = "void_started",
        /// The authorisation was given up.
        26 WasVoided = "voided",
        /// The void did not happen.
        27 VoidRefused = "void_refused",
        /// More was authorised.
        28 Incremented = "incremented",
        /// The authorisation ended by itself.
        29 AuthorisationExpired = "authorisation_expired",
        /// What was not captured was given up.
        30 RestReleased = "rest_released",
        /// It was cancelled.
        31 WasCancelled = "cancelled",
        /// Its time passed.
        32 TimedOut = "timed_out",
    }
    starts {
        1301 Started => RequiresMethod,
        1302 StartedWithMethod => RequiresConfirmation,
    }
    edges {
        1303 RequiresMethod + MethodAttached => RequiresConfirmation,
        1304 RequiresConfirmation + Allowed => Processing,
        1305 RequiresConfirmation + Challenged => RequiresAction,
        1306 RequiresConfirmation + HeldForReview => UnderReview,
        1307 RequiresConfirmation + Denied => Failed,
        1308 RequiresAction + ActionPassed => Processing,
        1309 RequiresAction + ActionFailedOnce => RequiresAction,
        1310 RequiresAction + ActionFailed => RequiresMethod,
        1311 UnderReview + ReviewApproved => Processing,
        1312 UnderReview + ReviewRejected => Failed,
        1313 UnderReview + ReviewTimedOut => Cancelled,
        1314 Processing + PayerNeeded => RequiresAction,
        1315 Processing + WasAuthorised => Authorised,
        1316 Processing + WasCaptured => Succeeded,
        1317 Processing + DeclinedForNow => RequiresMethod,
        1318 Processing + DeclinedForGood => Failed,
        1319 Processing + Unwanted => Cancelled,
        1320 Authorised + CaptureStarted => Capturing,
        1321 PartiallyCaptured + CaptureStarted => Capturing,
        1322 Capturing + CapturedLast => Succeeded,
        1323 Capturing + CapturedPart => PartiallyCaptured,
        1324 Capturing + FirstCaptureRefused => Authorised,
        1325 Capturing + LaterCaptureRefused => PartiallyCaptured,
        1326 Authorised + VoidStarted => Voiding,
        1327 Voiding + WasVoided => Cancelled,
        1328 Voiding + VoidRefused => Authorised,
        1329 Authorised + Incremented => Authorised,
        1330 Authorised + AuthorisationExpired => Expired,
        1331 PartiallyCaptured + AuthorisationExpired => Succeeded,
        1332 PartiallyCaptured + RestReleased => Succeeded,
        1333 RequiresMethod + WasCancelled => Cancelled,
        1334 RequiresConfirmation + WasCancelled => Cancelled,
        1335 RequiresAction + WasCancelled => Cancelled,
        1336 UnderReview + WasCancelled => Cancelled,
        1337 RequiresMethod + TimedOut => Expired,
        1338 RequiresConfirmation + TimedOut => Expired,
        1339 RequiresAction + TimedOut => Expired,
        1340 UnderReview + TimedOut => Expired,
    }
}
