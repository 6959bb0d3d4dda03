//! The format that the ending of a file's name chooses, and the other way round.

use std::path::Path;

use crate::render::OutputFormat;
use crate::{Error, ErrorKind, Result};

/// The format of a file of this name; a table when the name has no ending.
///
/// # Errors
/// [`ErrorKind::Usage`] when no format writes such files.
pub fn format_of(file: &Path) -> Result<OutputFormat> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let Some(ending) = ending else { return Ok(OutputFormat::Table) };
    OutputFormat::from_ending(&ending).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("no format writes files that end in .{ending}")).hint(
            "choose one, e.g. -f csv, or an ending: .csv, .tsv, .json, .jsonl, .md, .html, .txt, .gexf, .graphml",
        )
    })
}

/// The ending of files in this format, without the dot.
#[must_use]
pub fn ending_of(format: OutputFormat) -> &'static str {
    match format {
        OutputFormat::Table => "txt",
        OutputFormat::Markdown => "md",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{ending_of, format_of};
    use crate::render::OutputFormat;

    #[test]
    fn every_format_has_an_ending_that_chooses_it() {
        for format in OutputFormat::ALL {
            let file = format!("report.{}", ending_of(format));
            assert_eq!(format_of(Path::new(&file)).unwrap(), format, "{file}");
        }
        assert_eq!(format_of(Path::new("report")).unwrap(), OutputFormat::Table);
        assert_eq!(format_of(Path::new("REPORT.CSV")).unwrap(), OutputFormat::Csv);
        assert_eq!(format_of(Path::new("report.xlsx")).unwrap_err().exit_code(), 2);
    }
}
