//! Which functions of the browser does the agent itself use? Captured before any page script.
//!
//! `fn`: a function. `get`, `set`: half of an accessor. `new`: a constructor. `val`: an object.
//! `do`: a mechanism of our own script. `us`: one of what carries the agent, the gateway's script or the
//! extension, performed where the agent itself runs. The packer writes the table into the script.

macro_rules! natives {
    ($($name:ident = $path:literal;)*) => {
        /// A captured native, numbered as in [`TABLE`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Native {
            $(
                #[doc = concat!("`", $path, "`")]
                $name
            ),*
        }

        /// What the script captures, in order.
        pub const TABLE: &[&str] = &[$($path),*];
    };
}

natives! {
    Since = "us since";
    Unix = "us unix";
    Later = "us later";
    RandomId = "us randomId";
    Send = "us send";
    Report = "us report";
    OpenStepUp = "us openStepUp";
    BlankPrint = "us blankPrint";
    SaveAgain = "us saveAgain";
    Renew = "us renew";
    ReadFile = "us readFile";

    Settle = "do settle";
    Deferred = "do deferred";
    Get = "do get";
    Put = "do put";
    Dictionary = "do dictionary";
    List = "do list";
    Snapshot = "do snapshot";
    Members = "do members";
    Same = "do same";
    ToText = "do string";
    Normalize = "do normalize";
    OfLetters = "do letters";
    TypeOf = "do type";
    Room = "do room";
    Arm = "do arm";
    Gaps = "do gaps";
    Apply = "fn Reflect.apply";

    Window = "val window";
    Document = "val document";
    Location = "val location";
    LocalStorage = "val localStorage";
    SessionStorage = "val sessionStorage";
    Clipboard = "val navigator.clipboard";
    Navigator = "val navigator";
    Languages = "get Navigator.prototype.languages";

    PreventDefault = "fn Event.prototype.preventDefault";
    StopImmediate = "fn Event.prototype.stopImmediatePropagation";
    ComposedPath = "fn Event.prototype.composedPath";
    Target = "get Event.prototype.target";
    Type = "get Event.prototype.type";
    DefaultPrevented = "get Event.prototype.defaultPrevented";
    Detail = "get UIEvent.prototype.detail";
    Key = "get KeyboardEvent.prototype.key";
    CtrlKey = "get KeyboardEvent.prototype.ctrlKey";
    MetaKey = "get KeyboardEvent.prototype.metaKey";
    AltKey = "get KeyboardEvent.prototype.altKey";
    ClientX = "get MouseEvent.prototype.clientX";
    ClientY = "get MouseEvent.prototype.clientY";
    ClipboardData = "get ClipboardEvent.prototype.clipboardData";
    DragData = "get DragEvent.prototype.dataTransfer";
    Submitter = "get SubmitEvent.prototype.submitter";
    DownloadRequest = "get NavigateEvent.prototype.downloadRequest";
    Destination = "get NavigateEvent.prototype.destination";
    DestinationUrl = "get NavigationDestination.prototype.url";
    NewEvent = "new Event";
    NewInputEvent = "new InputEvent";
    NewClipboardEvent = "new ClipboardEvent";
    NewDragEvent = "new DragEvent";
    AddListener = "fn EventTarget.prototype.addEventListener";
    Dispatch = "fn EventTarget.prototype.dispatchEvent";

    NewDataTransfer = "new DataTransfer";
    GetData = "fn DataTransfer.prototype.getData";
    SetData = "fn DataTransfer.prototype.setData";
    DataTypes = "get DataTransfer.prototype.types";
    DataFiles = "get DataTransfer.prototype.files";
    DataItems = "get DataTransfer.prototype.items";
    AddItem = "fn DataTransferItemList.prototype.add";
    FilesLength = "get FileList.prototype.length";
    FilesItem = "fn FileList.prototype.item";
    FileName = "get File.prototype.name";
    NewBlob = "new Blob";
    BlobSlice = "fn Blob.prototype.slice";
    BlobSize = "get Blob.prototype.size";
    BlobType = "get Blob.prototype.type";
    BlobText = "fn Blob.prototype.text";
    CreateObjectUrl = "fn URL.createObjectURL";
    RevokeObjectUrl = "fn URL.revokeObjectURL";

    GetSelection = "fn Document.prototype.getSelection";
    SelectionText = "fn Selection.prototype.toString";
    RangeCount = "get Selection.prototype.rangeCount";
    RangeAt = "fn Selection.prototype.getRangeAt";
    RemoveRanges = "fn Selection.prototype.removeAllRanges";
    AddRange = "fn Selection.prototype.addRange";
    CloneRange = "fn Range.prototype.cloneRange";
    CloneContents = "fn Range.prototype.cloneContents";
    ExecCommand = "fn Document.prototype.execCommand";
    SliceText = "fn String.prototype.slice";
    ClipboardWrite = "fn Clipboard.prototype.write";
    ClipboardRead = "fn Clipboard.prototype.read";
    NewClipboardItem = "new ClipboardItem";
    ItemTypes = "get ClipboardItem.prototype.types";
    ItemType = "fn ClipboardItem.prototype.getType";

    NodeName = "get Element.prototype.localName";
    BaseUri = "get Node.prototype.baseURI";
    ParentElement = "get Node.prototype.parentElement";
    NewUrl = "new URL";
    UrlOrigin = "get URL.prototype.origin";
    SocketUrl = "get WebSocket.prototype.url";
    FormAction = "get HTMLFormElement.prototype.action";
    IsConnected = "get Node.prototype.isConnected";
    NodeType = "get Node.prototype.nodeType";
    RootNode = "fn Node.prototype.getRootNode";
    ShadowHost = "get ShadowRoot.prototype.host";
    OwnerDocument = "get Node.prototype.ownerDocument";
    Closest = "fn Element.prototype.closest";
    GetAttribute = "fn Element.prototype.getAttribute";
    HasAttribute = "fn Element.prototype.hasAttribute";
    SetAttribute = "fn Element.prototype.setAttribute";
    RemoveAttribute = "fn Element.prototype.removeAttribute";
    InnerHtml = "get Element.prototype.innerHTML";
    SetHtml = "fn Element.prototype.setHTML";
    CreateElement = "fn Document.prototype.createElement";
    CreateElementNs = "fn Document.prototype.createElementNS";
    DocumentElement = "get Document.prototype.documentElement";
    ActiveElement = "get Document.prototype.activeElement";
    HasFocus = "fn Document.prototype.hasFocus";
    Hidden = "get Document.prototype.hidden";
    AppendChild = "fn Node.prototype.appendChild";
    RemoveElement = "fn Element.prototype.remove";
    SetText = "set Node.prototype.textContent";
    Click = "fn HTMLElement.prototype.click";
    FocusElement = "fn HTMLElement.prototype.focus";
    Style = "get HTMLElement.prototype.style";
    SetProperty = "fn CSSStyleDeclaration.prototype.setProperty";
    RemoveProperty = "fn CSSStyleDeclaration.prototype.removeProperty";
    AnchorHref = "get HTMLAnchorElement.prototype.href";
    AreaHref = "get HTMLAreaElement.prototype.href";
    InputType = "get HTMLInputElement.prototype.type";
    InputValue = "get HTMLInputElement.prototype.value";
    SetInputValue = "set HTMLInputElement.prototype.value";
    InputFiles = "get HTMLInputElement.prototype.files";
    SetInputFiles = "set HTMLInputElement.prototype.files";
    InputStart = "get HTMLInputElement.prototype.selectionStart";
    InputEnd = "get HTMLInputElement.prototype.selectionEnd";
    AreaValue = "get HTMLTextAreaElement.prototype.value";
    SetAreaValue = "set HTMLTextAreaElement.prototype.value";
    AreaStart = "get HTMLTextAreaElement.prototype.selectionStart";
    AreaEnd = "get HTMLTextAreaElement.prototype.selectionEnd";
    InputSelect = "fn HTMLInputElement.prototype.setSelectionRange";
    AreaSelect = "fn HTMLTextAreaElement.prototype.setSelectionRange";
    SelectValue = "get HTMLSelectElement.prototype.value";
    FormElements = "get HTMLFormElement.prototype.elements";
    FormMethod = "get HTMLFormElement.prototype.method";
    FormSubmit = "fn HTMLFormElement.prototype.submit";
    RequestSubmit = "fn HTMLFormElement.prototype.requestSubmit";
    CollectionLength = "get HTMLCollection.prototype.length";
    CollectionItem = "fn HTMLCollection.prototype.item";

    AttachShadow = "fn Element.prototype.attachShadow";
    ShadowActive = "get ShadowRoot.prototype.activeElement";
    ShadowAtPoint = "fn ShadowRoot.prototype.elementFromPoint";
    ShadowSheets = "get ShadowRoot.prototype.adoptedStyleSheets";
    DocumentSheets = "get Document.prototype.adoptedStyleSheets";
    ArrayPush = "fn Array.prototype.push";
    NewSheet = "new CSSStyleSheet";
    ReplaceSheet = "fn CSSStyleSheet.prototype.replaceSync";
    SheetDisabled = "set StyleSheet.prototype.disabled";
    ShowModal = "fn HTMLDialogElement.prototype.showModal";
    CloseDialog = "fn HTMLDialogElement.prototype.close";
    ShowPopover = "fn HTMLElement.prototype.showPopover";
    HidePopover = "fn HTMLElement.prototype.hidePopover";

    ResponseHeaders = "get Response.prototype.headers";
    HeaderGet = "fn Headers.prototype.get";
    ResponseUrl = "get Response.prototype.url";
    NewHeaders = "new Headers";
    RequestMethod = "get Request.prototype.method";
    RequestUrl = "get Request.prototype.url";
    RequestHeaders = "get Request.prototype.headers";
    RequestBody = "get Request.prototype.body";
    RequestClone = "fn Request.prototype.clone";
    NewRequest = "new XMLHttpRequest";
    XhrOpen = "fn XMLHttpRequest.prototype.open";
    XhrSend = "fn XMLHttpRequest.prototype.send";
    XhrMime = "fn XMLHttpRequest.prototype.overrideMimeType";
    XhrText = "get XMLHttpRequest.prototype.responseText";
    XhrUrl = "get XMLHttpRequest.prototype.responseURL";
    XhrHeader = "fn XMLHttpRequest.prototype.getResponseHeader";
    FormDataHas = "fn FormData.prototype.has";
    FormDataEach = "fn FormData.prototype.forEach";
    FormDataAppend = "fn FormData.prototype.append";
    NewFormData = "new FormData";
    NewParams = "new URLSearchParams";
    ParamsText = "fn URLSearchParams.prototype.toString";
    BufferLength = "get ArrayBuffer.prototype.byteLength";
    ViewLength = "get Uint8Array.prototype.byteLength";
    ViewBuffer = "get Uint8Array.prototype.buffer";
    ViewOffset = "get Uint8Array.prototype.byteOffset";
    DataViewLength = "get DataView.prototype.byteLength";
    DataViewBuffer = "get DataView.prototype.buffer";
    DataViewOffset = "get DataView.prototype.byteOffset";
    StreamLocked = "get ReadableStream.prototype.locked";
    NewBytes = "new Uint8Array";
    NewSerializer = "new XMLSerializer";
    Serialize = "fn XMLSerializer.prototype.serializeToString";
    NewTypeError = "new TypeError";
    NewException = "new DOMException";

    NewMap = "new WeakMap";
    MapGet = "fn WeakMap.prototype.get";
    MapSet = "fn WeakMap.prototype.set";
    MapDelete = "fn WeakMap.prototype.delete";

    Print = "fn print";
    Open = "fn open";
    Assign = "val location.assign";
    ScrollTo = "fn scrollTo";
    ScrollX = "get window.scrollX";
    ScrollY = "get window.scrollY";
    StorageGet = "fn Storage.prototype.getItem";
    StorageSet = "fn Storage.prototype.setItem";
    StorageRemove = "fn Storage.prototype.removeItem";
    StorageKey = "fn Storage.prototype.key";
    StorageLength = "get Storage.prototype.length";
    NewChannel = "new BroadcastChannel";
    CloseChannel = "fn BroadcastChannel.prototype.close";
}
