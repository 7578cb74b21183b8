//! Tables of data and tables that only lay out the page.

use scraper::ElementRef;

/// Whether a table arranges text on the page instead of showing data.
pub(super) fn is_layout(table: ElementRef<'_>) -> bool {
    if matches!(table.attr("role"), Some("presentation" | "none")) {
        return true;
    }
    let (mut rows, mut widest, mut cells_in_row, mut has_header, mut has_blocks) =
        (0_usize, 0, 0_usize, false, false);
    for inner in table.descendent_elements().skip(1) {
        match inner.value().name() {
            "table" => return true,
            "th" | "caption" | "thead" => has_header = true,
            "h1" | "h2" | "h3" | "form" | "article" | "section" => has_blocks = true,
            "tr" => {
                rows += 1;
                cells_in_row = 0;
            }
            _ => {}
        }
        if matches!(inner.value().name(), "td" | "th") {
            cells_in_row += 1;
            widest = widest.max(cells_in_row);
        }
    }
    !has_header && (has_blocks || rows < 2 || widest < 2)
}
