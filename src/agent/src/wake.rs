//! What may come back later? Everything the agent waits for, by number instead of by closure.

macro_rules! wakes {
    ($($(#[$doc:meta])* $wake:ident,)*) => {
        /// What the agent is woken for; the number beside it says which one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Wake {
            $($(#[$doc])* $wake),*
        }

        impl Wake {
            /// The wake with this number.
            #[must_use]
            pub fn from_number(number: u32) -> Option<Self> {
                const ALL: &[Wake] = &[$(Wake::$wake),*];
                ALL.get(number as usize).copied()
            }
        }
    };
}

wakes! {
    /// Nothing is to be done.
    Nothing,
    /// The first free moment after start.
    Idle,
    /// The reports are due.
    Flush,
    /// The gateway answered a batch of reports.
    Acknowledged,
    /// A batch of reports did not arrive.
    NotAcknowledged,
    /// Try the reports again.
    FlushAgain,
    /// The gateway answered the wish for a step-up with a transaction.
    TransactionNamed,
    /// No transaction could be had.
    TransactionFailed,
    /// The same for a redirect.
    RedirectNamed,
    /// The gateway answered how a step-up stands.
    StatusNamed,
    /// It could not be asked.
    StatusFailed,
    /// Ask again.
    StatusDue,
    /// After a redirect: the gateway answered how the step-up went.
    BackNamed,
    /// The step-up's own window says it is done.
    Done,
    /// The page may continue although it did not get the focus back.
    Unfocused,
    /// The held clipboard was written.
    ClipboardWritten,
    /// The held clipboard was not written.
    ClipboardRefused,
    /// The page's `fetch` was answered.
    Fetched,
    /// The page's `fetch` failed.
    FetchFailed,
    /// A request that was sent again after a step-up was answered.
    Repeated,
    /// It failed.
    RepeatFailed,
    /// An `XMLHttpRequest` ended.
    RequestEnded,
    /// A `Response` gave its blob.
    BlobMade,
    /// Text came from the clipboard.
    ClipboardRead,
    /// The clipboard could not be read.
    ClipboardUnread,
    /// A part of a `ClipboardItem` is there.
    ItemRead,
    /// A part of a `ClipboardItem` cannot be had.
    ItemUnread,
    /// Items came from the clipboard.
    ItemsRead,
    /// They could not be read.
    ItemsUnread,
    /// A part of an item, whose text is wanted, is there.
    PartRead,
    /// Its text is there.
    PartText,
    /// It cannot be had.
    PartUnread,
    /// What was cut can be removed now.
    CutNow,
    /// A submitted form was left to the page: was it really sent?
    Submitted,
    /// A notice has been there long enough.
    NoticeOver,
    /// A detached file input heard `input` or `change`.
    DetachedInput,
    /// The page is no longer blank for printing.
    Printable,
    /// It was printed: what holds from now on?
    Printed,
    /// It is time to ask for newer policies.
    PoliciesDue,
    /// The gateway answered whether there are any.
    PoliciesNamed,
    /// It did not.
    PoliciesFailed,
    /// The gateway took the answer to a warning, or did not, or takes its time.
    AnswerKept,
    /// So many bytes of a file were looked at.
    FileLooked,
    /// A file was read, or could not be.
    FileRead,
    /// Reading a file may have taken too long.
    FileLate,
    /// Reading takes so long by now that the person is told.
    ReadingSlow,
}
