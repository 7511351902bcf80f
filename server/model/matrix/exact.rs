//! Exact numbers: what is written in figures, and what follows from it. No binary fraction comes between.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use std::fmt;

/// An exact number. Arithmetic whose result would not fit answers nothing rather than something near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Ratio<i128>);

/// More digits than a score, a weight or a measure has.
const MOST_DIGITS: usize = 15;

/// Of a fraction that never ends, so many places are shown.
const SHOWN_PLACES: u32 = 4;

/// A fraction that ends does so within so many places, or it is taken for one that does not.
const MOST_PLACES: u32 = 15;

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self::whole(0);

    /// One.
    pub const ONE: Self = Self::whole(1);

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(Ratio::new_raw(number as i128, 1))
    }

    /// The number that plain figures say: `8`, `7.95`, `.5`. Signs and groups of thousands are the caller's business.
    #[must_use]
    pub fn parse(figures: &str) -> Option<Self> {
        let (whole, behind) = figures.split_once('.').unwrap_or((figures, ""));
        let digits = format!("{whole}{behind}");
        let is_number = (1..=MOST_DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let denominator = 10_i128.checked_pow(behind.len() as u32)?;
        is_number.then_some(Self(Ratio::new(digits.parse().ok()?, denominator)))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(&other.0).map(Self)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        self.0.checked_mul(&other.0).map(Self)
    }

    /// The quotient; by nothing there is none.
    #[must_use]
    pub fn over(self, other: Self) -> Option<Self> {
        if other.0.is_zero() { None } else { self.0.checked_div(&other.0).map(Self) }
    }

    /// The sum of all `numbers`.
    pub fn sum(numbers: impl IntoIterator<Item = Self>) -> Option<Self> {
        numbers.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// How far it is from nothing.
    #[must_use]
    pub fn distance(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it has no fraction.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Half a unit of the last of `places` places behind the point.
    #[must_use]
    pub fn half_unit(places: u32) -> Option<Self> {
        Some(Self(Ratio::new(1, 10_i128.checked_pow(places)?.checked_mul(2)?)))
    }

    /// It in figures, with `places` places behind the point; a half is rounded away from nothing.
    #[must_use]
    pub fn rounded(self, places: u32) -> Option<String> {
        let power = 10_i128.checked_pow(places)?;
        let units = self.times(Self(Ratio::from_integer(power)))?.0.round().to_integer();
        let sign = if units < 0 { "-" } else { "" };
        let (whole, behind) = (units.abs() / power, units.abs() % power);
        let behind = if places == 0 { String::new() } else { format!(".{behind:0width$}", width = places as usize) };
        Some(format!("{sign}{whole}{behind}"))
    }

    /// The places behind the point that it takes to write it down; `None` where no number of them does.
    #[must_use]
    pub fn places(self) -> Option<u32> {
        let ends = |places: &u32| 10_i128.checked_pow(*places).is_some_and(|power| power % self.0.denom() == 0);
        (0..=MOST_PLACES).find(ends)
    }

    /// The nearest binary fraction, for formats that know no other numbers.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the last step, to be shown: what is compared is exact")]
    pub fn nearest_binary(self) -> f64 {
        *self.0.numer() as f64 / *self.0.denom() as f64
    }
}

impl fmt::Display for Exact {
    /// As short as it can be; a fraction that never ends is rounded.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.rounded(self.places().unwrap_or(SHOWN_PLACES));
        f.write_str(&written.unwrap_or_else(|| self.0.to_string()))
    }
}

impl From<u32> for Exact {
    fn from(number: u32) -> Self {
        Self::whole(i64::from(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(figures: &str) -> Exact {
        Exact::parse(figures).unwrap()
    }

    #[test]
    fn what_is_written_is_what_is_shown() {
        for (figures, shown) in
            [("8", "8"), ("7.95", "7.95"), ("7.50", "7.5"), (".5", "0.5"), ("0.1", "0.1"), ("007", "7")]
        {
            assert_eq!(exact(figures).to_string(), shown);
        }
        for figures in ["", ".", "1.2.3", "-1", "1e3", "1,5", "1234567890123456"] {
            assert_eq!(Exact::parse(figures), None, "{figures}");
        }
    }

    #[test]
    fn tenths_add_up() {
        assert_eq!(exact("0.1").plus(exact("0.2")), Some(exact("0.3")));
        assert_eq!(Exact::sum([exact("0.35"), exact("0.65")]), Some(Exact::ONE));
        assert_eq!(exact("7.95").nearest_binary().to_string(), "7.95");
    }

    #[test]
    fn a_half_is_rounded_away_from_nothing() {
        let third = Exact::whole(10).over(Exact::whole(3)).unwrap();
        assert_eq!((third.to_string().as_str(), third.rounded(2).as_deref()), ("3.3333", Some("3.33")));
        assert_eq!(exact("2.5").rounded(0).as_deref(), Some("3"));
        assert_eq!(Exact::ZERO.minus(exact("2.345")).unwrap().rounded(2).as_deref(), Some("-2.35"));
        assert_eq!(Exact::ZERO.minus(exact("0.001")).unwrap().rounded(2).as_deref(), Some("0.00"));
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        let most = exact("999999999999999");
        let huge = (0..20).try_fold(most, |all, _| all.times(most));
        assert_eq!(huge, None);
        assert_eq!(most.over(Exact::ZERO), None);
        assert_eq!(most.rounded(40), None);
    }

    proptest! {
        #[test]
        fn figures_survive(whole in 0_i64..1_000_000_000, behind in 0_u32..6, digits in 0_u32..1_000_000) {
            let fraction = format!("{digits:06}");
            let figures = if behind == 0 { whole.to_string() } else { format!("{whole}.{}", &fraction[..behind as usize]) };
            prop_assert_eq!(exact(&figures).rounded(behind), Some(figures.clone()));
            let binary: f64 = figures.parse().unwrap();
            prop_assert_eq!(exact(&figures).nearest_binary().to_bits(), binary.to_bits());
        }
    }
}
