//! Enums whose values have a name on the wire.

/// Declares an enum whose values each have a number (in bundles) and a name (in JSON and for people).
///
/// It gets `ALL`, `keyword`, `parse`, `from_number`, `Display`, and with the feature `serde` reading and
/// writing by name. Unknown names are refused with the names there are.
#[doc(hidden)]
#[macro_export]
macro_rules! words {
    ($(#[$about:meta])* $vis:vis enum $name:ident: $what:literal {
        $($(#[$about_one:meta])* $variant:ident = $number:literal $word:literal,)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        $vis enum $name {
            $($(#[$about_one])* $variant = $number,)+
        }

        impl $name {
            /// Every one, in the order of their numbers.
            $vis const ALL: [Self; [$($number),+].len()] = [$(Self::$variant),+];

            /// The wire name.
            #[must_use]
            $vis const fn keyword(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads a wire name; `None` if it is not one.
            #[must_use]
            $vis fn parse(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.keyword() == name)
            }

            /// Reads a number; `None` if it has none.
            #[must_use]
            $vis fn from_number(number: u8) -> Option<Self> {
                Self::ALL.into_iter().find(|one| *one as u8 == number)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.keyword())
            }
        }

        #[cfg(feature = "serde")]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.keyword())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <::std::borrow::Cow<'_, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&word).ok_or_else(|| {
                    $crate::unknown_word(&word, $what, &Self::ALL.map(Self::keyword))
                })
            }
        }
    };
}

/// The error about a name that is none of those known.
#[cfg(feature = "serde")]
#[doc(hidden)]
pub fn unknown_word<E: serde::de::Error>(word: &str, what: &str, known: &[&str]) -> E {
    let quoted: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    let listed = match quoted.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        few => few.join(", "),
    };
    E::custom(format_args!("`{word}` is not {what}: {listed}"))
}
