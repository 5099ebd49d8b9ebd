//! What every event has.

use crate::host::Handle;
use crate::natives::Native;

/// Nobody else hears it, and the browser does nothing about it.
pub fn stop(event: Handle) {
    event.call(Native::PreventDefault, &[]);
    event.call(Native::StopImmediate, &[]);
}

/// Whether the person did it. The member is the event's own and cannot be replaced.
#[must_use]
pub fn is_trusted(event: Handle) -> bool {
    event.member("isTrusted").truthy()
}

/// Where it happened, also inside an open shadow tree.
#[must_use]
pub fn innermost(event: Handle) -> Option<Handle> {
    let path = event.call(Native::ComposedPath, &[]).object()?;
    path.element(0).object()
}

/// The node's document.
#[must_use]
pub fn document_of(node: Handle) -> Handle {
    node.get_object(Native::OwnerDocument).unwrap_or(node)
}

/// The nearest of `selector` from `element` upwards, out of shadow trees too.
#[must_use]
pub fn closest(element: Handle, selector: &str) -> Option<Handle> {
    let mut from = element;
    loop {
        if let Some(found) = from.call(Native::Closest, &[selector.into()]).object() {
            return Some(found);
        }
        from = shadow_host(from)?;
    }
}

/// The host of the shadow tree the node is in. A root's kind is asked first: a getter on the wrong kind of
/// object throws, which costs more than all the rest.
fn shadow_host(node: Handle) -> Option<Handle> {
    let root = node.call(Native::RootNode, &[]).object()?;
    if root.get(Native::NodeType).number() as u32 != 11 {
        return None;
    }
    root.get_object(Native::ShadowHost)
}

/// Whether an event on this node, if it bubbles, passes our window: it is in a document, not in a shadow tree.
#[must_use]
pub fn is_in_the_open(node: Handle) -> bool {
    node.get(Native::IsConnected).truthy() && shadow_host(node).is_none()
}
