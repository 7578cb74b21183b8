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
        "<img src=/p.gif width=1>",
        "<img src=/p.gif height=1>",
        "<img src=/p.gif style='width:1px;height:1px'>",
        "<img src=/p.gif style='border: 0; Height: 1px !important'>",
        "<img src=/img/blank.gif?v=2>",
        "<img src=/img/placeholder-16x9.png>",
        "<img src=/img/no-image.svg>",
        "<img src=/img/ajax-loader.gif>",
        "<img src=/img/1x1.png>",
        "<img>",
    ] {
        assert_eq!(address(html), None, "{html}");
    }
}

#[test]
fn a_picture_whose_name_holds_the_word_of_a_placeholder_is_one_all_the_same() {
    for html in [
        "<img src=/spinner-ashwin-bowls.jpg>",
        "<img src=/google-pixel.png width=800 height=600>",
        "<img src=/empty-streets.jpg>",
        "<img src=/hotel/blank.html/a.jpg style='width:100%;max-height:1px'>",
        "<img src=/no-deal.jpg>",
        "<div style='height:0;padding-top:56%;background-image:url(/a.jpg)'></div>",
        "<img src=/a.jpg style='width:0;height:0;min-width:100%;max-height:100%'>",
        "<amp-img src=/a.jpg width=2 height=3 layout=responsive></amp-img>",
    ] {
        assert!(address(html).is_some(), "{html}");
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
