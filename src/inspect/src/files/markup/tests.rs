use super::{Elements, Language, Tag, read};
use crate::files::charset::Decoder;
use crate::files::limits::Limits;
use crate::files::reading::{Reading, Stop};
use crate::files::{Place, Sink};
use alloc::string::String;

#[derive(Default)]
struct Written(String);

impl Elements for Written {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        self.0.push('(');
        self.0.push_str(tag.local());
        for (name, value) in tag.attributes() {
            self.0.push_str(&alloc::format!(" {name}={value}"));
        }
        Ok(())
    }
    fn close(&mut self, _: &mut Reading<'_>, _: &str) -> Result<(), Stop> {
        self.0.push(')');
        Ok(())
    }
    fn text(&mut self, _: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.0.push_str(text);
        Ok(())
    }
    fn comment(&mut self, _: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.0.push_str(&alloc::format!("#{text}#"));
        Ok(())
    }
}

struct Nobody;

impl Sink for Nobody {
    fn text(&mut self, _: &str, _: &Place<'_>) {}
}

fn tokens(text: &str, language: Language) -> (String, bool) {
    let limits = Limits::default();
    let mut nobody = Nobody;
    let mut reading = Reading::new(&limits, &mut nobody);
    let written = read(
        &mut reading,
        text.as_bytes(),
        language,
        Decoder::default(),
        Written::default(),
    )
    .unwrap();
    (written.0, reading.reasons.is_empty())
}

#[test]
fn xml_is_elements_attributes_and_text() {
    let xml = "<?xml version='1.0'?><w:a x:b='1 &lt; 2' c=\"a>b\"><d/>x &amp; y&#x41;<![CDATA[<z>]]><!-- c --></w:a>";
    assert_eq!(
        tokens(xml, Language::Xml),
        ("(a b=1 < 2 c=a>b(d)x & yA<z># c #)".into(), true)
    );
}

#[test]
fn entities_are_not_replaced_and_their_declaration_is_seen() {
    let xml = "<!DOCTYPE a [<!ENTITY b \"4111\">]><a>&b;</a>";
    let (text, whole) = tokens(xml, Language::Xml);
    assert!(whole);
    assert!(text.contains("4111") && text.contains("&b;"), "{text}");
}

#[test]
fn xml_that_is_cut_anywhere_is_not_whole() {
    let xml = "<a><b c='d'>e&amp;</b><!-- f --></a>";
    for at in 0..xml.len() {
        assert!(!tokens(&xml[..at], Language::Xml).1, "{at}");
    }
    assert!(tokens(xml, Language::Xml).1);
}

#[test]
fn a_page_is_read_as_it_is() {
    let html = "<p title=a'b>1 < 2 &nbsp;&#65 &unknown; don't<script>if (a<b) '</p>'</script><br>x";
    let (text, whole) = tokens(html, Language::Html);
    assert!(whole);
    assert_eq!(
        text,
        "(p title=a'b1 < 2 \u{a0}A &unknown; don't(scriptif (a<b) '</p>')(brx"
    );
}
