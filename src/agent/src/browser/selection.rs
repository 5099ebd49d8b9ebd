//! What is selected, and how a selection is kept and put back.

use super::event;
use crate::host::{Handle, Kept, Value};
use crate::natives::Native;

/// The text a copy at `target` would take.
#[must_use]
pub fn text(target: Handle) -> String {
    if let Some(field) = field_text(target) {
        return field;
    }
    let selection = of_document(event::document_of(target));
    selection.map_or_else(String::new, |selection| {
        selection.get_text(Native::SelectionText)
    })
}

fn of_document(document: Handle) -> Option<Handle> {
    document.call(Native::GetSelection, &[]).object()
}

/// The natives of a text field.
#[derive(Clone, Copy, Debug)]
struct Field {
    value: Native,
    start: Native,
    end: Native,
    select: Native,
}

fn field(target: Handle) -> Option<Field> {
    match target.get_text(Native::NodeName).as_str() {
        "input" => Some(Field {
            value: Native::InputValue,
            start: Native::InputStart,
            end: Native::InputEnd,
            select: Native::InputSelect,
        }),
        "textarea" => Some(Field {
            value: Native::AreaValue,
            start: Native::AreaStart,
            end: Native::AreaEnd,
            select: Native::AreaSelect,
        }),
        _ => None,
    }
}

fn field_text(target: Handle) -> Option<String> {
    let field = field(target)?;
    let Value::Text(text, _) = target.get(field.value) else {
        return None;
    };
    let range = [
        target.get(field.start).as_arg(),
        target.get(field.end).as_arg(),
    ];
    Some(text.call(Native::SliceText, &range).text())
}

/// The selected part of the document as HTML; empty in a text field.
#[must_use]
pub fn html(target: Handle) -> String {
    let made = || {
        let document = event::document_of(target);
        let range = range(document)?;
        let part = range.call(Native::CloneContents, &[]).object()?;
        let holder = document
            .call(Native::CreateElement, &["div".into()])
            .object()?;
        holder.call(Native::AppendChild, &[part.into()]);
        Some(holder.get_text(Native::InnerHtml))
    };
    if field_text(target).is_some() {
        String::new()
    } else {
        made().unwrap_or_default()
    }
}

fn range(document: Handle) -> Option<Handle> {
    let selection = of_document(document)?;
    if selection.get(Native::RangeCount).number() < 1.0 {
        return None;
    }
    selection.call(Native::RangeAt, &[0.0.into()]).object()
}

/// Where the person was: to be put back after a dialog.
#[derive(Debug)]
pub struct Spot {
    element: Kept,
    range: Option<Kept>,
    /// Of a text field: how it is selected, and from where to where.
    field: Option<(Native, f64, f64)>,
}

impl Spot {
    /// The selection at `target`.
    #[must_use]
    pub fn at(target: Handle) -> Self {
        let range = range(event::document_of(target));
        let field = field(target).map(|field| {
            let place = |native| target.get(native).number();
            (field.select, place(field.start), place(field.end))
        });
        let copy = range.and_then(|range| range.call(Native::CloneRange, &[]).object());
        Self {
            element: target.keep(),
            range: copy.map(Handle::keep),
            field,
        }
    }

    /// The element it is in.
    #[must_use]
    pub fn element(&self) -> Handle {
        self.element.handle()
    }

    /// Puts focus and selection back.
    pub fn restore(&self) {
        let element = self.element();
        element.call(Native::FocusElement, &[]);
        if let Some((select, start, end)) = self.field {
            element.call(select, &[start.into(), end.into()]);
            return;
        }
        let selection = of_document(event::document_of(element));
        if let (Some(selection), Some(range)) = (selection, &self.range) {
            selection.call(Native::RemoveRanges, &[]);
            selection.call(Native::AddRange, &[range.into()]);
        }
    }
}
