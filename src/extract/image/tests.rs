use super::*;

fn image(html: &str) -> Option<Image> {
    let page = Page::parse(html, &Url::parse("https://news.example/story").unwrap()).unwrap();
    image_of(page.root(), &page)
}

fn address(html: &str) -> Option<String> {
    image(html).map(|image| image.url.to_string())
}

#[test]
fn a_lazy_picture_has_the_address_that_its_script_would_load() {
    for html in [
        "<img src='data:image/gif;base64,R0' data-src=/real.jpg>",
        "<img src=/blank.gif data-original=/real.jpg>",
        "<img src=/spinner.gif data-lazy-src=/real.jpg>",
        "<img src='data:,' data-srcset='/small.jpg 300w, /real.jpg 900w'>",
        "<img class=lazy src='data:,'><noscript><img src=/real.jpg></noscript>",
        "<picture><source data-srcset='/real.jpg 900w'><img src='data:,'></picture>",
        "<amp-img src=/real.jpg></amp-img>",
        "<video poster=/real.jpg></video>",
        "<div style=\"background-image: url('/real.jpg')\"></div>",
    ] {
        assert_eq!(address(html).as_deref(), Some("https://news.example/real.jpg"), "{html}");
    }
}

#[test]
fn placeholders_and_tracking_pixels_are_no_pictures() {
    for html in [
        "<img src='data:image/png;base64,AA'>",
        "<img src=/p.gif width=1 height=1>",
        "<img src='https://b.scorecardresearch.com/p?c1=2'>",
        "<img src='https://www.facebook.com/tr?id=1'>",
        "<img src='/count?w=1&h=1'>",
        "<img>",
    ] {
        assert_eq!(address(html), None, "{html}");
    }
}

#[test]
fn size_text_and_type_come_with_the_picture() {
    let image = image(
        "<figure><img src='/a.webp?width=800&height=450' alt=' A  bridge '><figcaption>The <b>bridge</b></figcaption></figure>",
    )
    .unwrap();
    assert_eq!((image.width, image.height), (Some(800), Some(450)));
    assert_eq!(image.alt.as_deref(), Some("A bridge"));
    assert_eq!(image.caption.as_deref(), Some("The bridge"));
    assert_eq!(image.media_type.as_deref(), Some("image/webp"));
}

#[test]
fn the_height_of_a_candidate_keeps_the_ratio_of_the_attributes() {
    let image = image("<img width=300 height=200 src=/s.jpg srcset='/l.jpg 1200w'>").unwrap();
    assert_eq!((image.width, image.height), (Some(1200), Some(800)));
}

#[test]
fn a_parameter_overrides_the_extension() {
    let url = Url::parse("https://img.example/a.jpg?format=webp").unwrap();
    assert_eq!(media_type_of(&url), Some("image/webp"));
    assert_eq!(media_type_of(&Url::parse("https://img.example/a").unwrap()), None);
}
