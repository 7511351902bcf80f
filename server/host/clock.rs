//! What day it is.

use jiff::Zoned;
use jiff::civil::Date;

/// The system's date.
#[must_use]
pub fn today() -> Date {
    Zoned::now().date()
}
