//! Whose request is this?

pub mod callback;
mod cookie;
mod gate;
pub mod notice;
mod sign_in;
pub mod sign_out;

pub use cookie::{hide_own_cookies, is_own as is_own_cookie};
pub use gate::{Entry, enter, session_of};
pub use sign_in::{redirect_uri, see_other};
