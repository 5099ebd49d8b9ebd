//! Which events and functions of the page ask first? The one table, in two parts: the packer writes both into
//! the script.

use crate::host::Value;

/// How a hook gets in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A listener in the capture phase; the owner is `window` or `navigation`.
    On,
    /// A function; the owner is an interface, or empty for the window itself.
    Function,
    /// The getter of an attribute.
    Getter,
    /// A function that returns a window or document, which is armed before the page has it.
    RealmFunction,
    /// A getter of such.
    RealmGetter,
    /// A function that takes the document's listeners away, so that they are put back.
    Reopen,
    /// A function that may put a frame into the page: its window is armed before the page has it.
    Inserter,
    /// An attribute that does so when it is set.
    InserterSetter,
    /// No hook in the page: what carries the agent asks.
    Ask,
}

impl Kind {
    /// The word the script knows it by.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Function => "fn",
            Self::Getter => "get",
            Self::RealmFunction => "realmFn",
            Self::RealmGetter => "realmGet",
            Self::Reopen => "reopen",
            Self::Inserter => "insFn",
            Self::InserterSetter => "insSet",
            Self::Ask => "ask",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// How.
    pub kind: Kind,
    /// Whose.
    pub owner: &'static str,
    /// Which event, function or attribute.
    pub name: &'static str,
    /// What happens when nobody can decide and the default behaviour is to block: `stop` (an event),
    /// `undefined`, `nothing` (also `undefined`), `false`, `queued` (also `false`), `reject` (what the
    /// function returns), or `pass` where the gateway, or another hook on the way, holds the line.
    ///
    /// While the policies are only on their way, calls that return a promise (`reject`) or nothing the
    /// page could use (`undefined`, `queued`) wait for them; the others are refused.
    pub refusal: &'static str,
    /// The one type of event a function is hooked for; empty for every call.
    pub only: &'static str,
}

/// What a hooked function does.
#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    /// What the page asked for.
    GoOn,
    /// Return this instead.
    Return(Value),
    /// Throw this instead.
    Throw(Value),
}

macro_rules! hooks {
    ($($hook:ident: $kind:ident $owner:literal $name:literal $refusal:literal $(only $only:literal)?;)*) => {
        /// Every hook that the agent is asked about, numbered as in [`TABLE`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Hook {
            $(
                #[doc = concat!("`", $owner, "` `", $name, "`")]
                $hook
            ),*
        }

        /// What is hooked, in the order it is armed.
        pub const TABLE: &[Entry] = &[$(
            Entry { kind: Kind::$kind, owner: $owner, name: $name, refusal: $refusal, only: concat!("" $(, $only)?) }
        ),*];

        impl Hook {
            /// The hook with this number.
            #[must_use]
            pub fn from_number(number: u32) -> Option<Self> {
                const ALL: &[Hook] = &[$(Hook::$hook),*];
                ALL.get(number as usize).copied()
            }
        }
    };
}

hooks! {
    Copy: On "window" "copy" "stop";
    Cut: On "window" "cut" "stop";
    Paste: On "window" "paste" "stop";
    DragStart: On "window" "dragstart" "stop";
    DragEnd: On "window" "dragend" "pass";
    Drop: On "window" "drop" "stop";
    KeyDown: On "window" "keydown" "pass";
    BeforePrint: On "window" "beforeprint" "stop";
    AfterPrint: On "window" "afterprint" "pass";
    Click: On "window" "click" "pass";
    AuxClick: On "window" "auxclick" "pass";
    Input: On "window" "input" "pass";
    Change: On "window" "change" "pass";
    Submit: On "window" "submit" "pass";
    Focus: On "window" "focus" "pass";
    VisibilityChange: On "window" "visibilitychange" "pass";
    PageHide: On "window" "pagehide" "pass";
    Navigate: On "navigation" "navigate" "pass";

    Print: Function "" "print" "undefined";
    ExecCommand: Function "Document" "execCommand" "false";
    WriteText: Function "Clipboard" "writeText" "reject";
    Write: Function "Clipboard" "write" "reject";
    ReadText: Function "Clipboard" "readText" "reject";
    Read: Function "Clipboard" "read" "reject";

    ElementClick: Function "HTMLElement" "click" "pass";
    DispatchEvent: Function "EventTarget" "dispatchEvent" "pass" only "click";
    ShowPicker: Function "HTMLInputElement" "showPicker" "pass";
    InputFiles: Getter "HTMLInputElement" "files" "nothing";
    CreateObjectUrl: Function "URL()" "createObjectURL" "pass";
    RevokeObjectUrl: Function "URL()" "revokeObjectURL" "pass";
    ResponseBlob: Function "Response" "blob" "pass";
    XhrResponse: Getter "XMLHttpRequest" "response" "pass";
    ShowSaveFilePicker: Function "" "showSaveFilePicker" "reject";

    RequestSubmit: Function "HTMLFormElement" "requestSubmit" "undefined";
    FormSubmit: Function "HTMLFormElement" "submit" "undefined";
    Fetch: Function "" "fetch" "reject";
    XhrOpen: Function "XMLHttpRequest" "open" "pass";
    XhrSetHeader: Function "XMLHttpRequest" "setRequestHeader" "pass";
    XhrSend: Function "XMLHttpRequest" "send" "undefined";
    SendBeacon: Function "Navigator" "sendBeacon" "queued";
    SocketSend: Function "WebSocket" "send" "undefined";

    WindowOpen: Function "" "open" "nothing";

    Person: Ask "extension" "person" "pass";
    Download: Ask "extension" "download" "pass";
    Standing: Ask "extension" "standing" "pass";
    Attempt: Ask "extension" "attempt" "pass";
}

macro_rules! realms {
    ($($kind:ident $owner:literal $name:literal;)*) => {
        /// What leads to another window or document, and is the script's own business: after [`TABLE`].
        pub const REALMS: &[Entry] = &[$(
            Entry { kind: Kind::$kind, owner: $owner, name: $name, refusal: "pass", only: "" }
        ),*];
    };
}

realms! {
    RealmGetter "HTMLIFrameElement" "contentWindow";
    RealmGetter "HTMLIFrameElement" "contentDocument";
    RealmGetter "HTMLObjectElement" "contentWindow";
    RealmGetter "HTMLObjectElement" "contentDocument";
    RealmGetter "HTMLFrameElement" "contentWindow";
    RealmGetter "HTMLFrameElement" "contentDocument";
    Reopen "Document" "open";
    Reopen "Document" "write";
    Reopen "Document" "writeln";
    Inserter "Node" "appendChild";
    Inserter "Node" "insertBefore";
    Inserter "Node" "replaceChild";
    Inserter "Element" "append";
    Inserter "Element" "prepend";
    Inserter "Element" "replaceChildren";
    Inserter "Element" "moveBefore";
    Inserter "Element" "before";
    Inserter "Element" "after";
    Inserter "Element" "replaceWith";
    Inserter "Element" "insertAdjacentElement";
    Inserter "Element" "insertAdjacentHTML";
    Inserter "Element" "setHTML";
    Inserter "Element" "setHTMLUnsafe";
    InserterSetter "Element" "innerHTML";
    InserterSetter "Element" "outerHTML";
    Inserter "CharacterData" "before";
    Inserter "CharacterData" "after";
    Inserter "CharacterData" "replaceWith";
    Inserter "Document" "append";
    Inserter "Document" "prepend";
    Inserter "Document" "replaceChildren";
    Inserter "DocumentFragment" "append";
    Inserter "DocumentFragment" "prepend";
    Inserter "DocumentFragment" "replaceChildren";
    Inserter "Range" "insertNode";
    Inserter "Range" "surroundContents";
}

#[cfg(test)]
mod tests {
    use super::{Hook, REALMS, TABLE};

    #[test]
    fn a_hook_is_found_by_its_place_in_the_table() {
        for (number, entry) in TABLE.iter().enumerate() {
            let hook = Hook::from_number(number as u32).unwrap();
            assert_eq!(hook as usize, number, "{}", entry.name);
        }
        assert_eq!(Hook::from_number(TABLE.len() as u32), None);
    }

    #[test]
    fn nothing_is_hooked_twice() {
        let all = || TABLE.iter().chain(REALMS);
        for (at, entry) in all().enumerate() {
            let again = all().skip(at + 1);
            assert!(
                !again
                    .clone()
                    .any(|other| (other.owner, other.name) == (entry.owner, entry.name)),
                "{} {}",
                entry.owner,
                entry.name
            );
        }
    }
}
