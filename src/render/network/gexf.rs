//! GEXF 1.3 (<https://gexf.net>). Its bounds of time are inclusive: an edge whose `end` is a day exists on
//! that day. Days are what all its readers know; the columns `first` and `last` stand among the attributes, too.

use std::fmt::Write as _;
use std::io::Write;

use super::super::RenderOptions;
use super::time::Span;
use super::{Network, write_text, xml};
use crate::Result;

pub(super) fn write(network: &mut Network, out: &mut dyn Write, options: &RenderOptions) -> Result<()> {
    let mut head = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n",
    );
    if let Some(title) = options.title {
        let _ = writeln!(head, "<meta><description>{}</description></meta>", xml::escaped(title));
    }
    let time = if network.has_time { "mode=\"dynamic\" timeformat=\"date\"" } else { "mode=\"static\"" };
    let _ =
        writeln!(head, "<graph defaultedgetype=\"{}\" idtype=\"string\" {time}>", options.direction.name());
    if !network.attributes.is_empty() {
        head.push_str("<attributes class=\"edge\" mode=\"static\">\n");
        for (number, attribute) in network.attributes.iter().enumerate() {
            let (name, kind) = (&attribute.name, attribute.kind.name());
            let _ = writeln!(head, "<attribute id=\"{number}\" title=\"{name}\" type=\"{kind}\"/>");
        }
        head.push_str("</attributes>\n");
    }
    head.push_str("<nodes>\n");
    write_text(out, &head)?;
    for node in &network.nodes {
        let (name, time) = (&node.name, bounds(&node.span));
        write_text(out, &format!("<node id=\"{name}\" label=\"{name}\"{time}/>\n"))?;
    }
    write_text(out, "</nodes>\n<edges>\n")?;
    let nodes = std::mem::take(&mut network.nodes);
    let mut number = 0_u64;
    network.each_edge(|edge| {
        let mut line = format!(
            "<edge id=\"{number}\" source=\"{}\" target=\"{}\" weight=\"{}\"{}",
            nodes[edge.source].name,
            nodes[edge.target].name,
            edge.weight,
            bounds(&edge.span)
        );
        number += 1;
        if edge.values.is_empty() {
            line.push_str("/>\n");
        } else {
            line.push_str("><attvalues>");
            for (attribute, value) in &edge.values {
                let _ = write!(line, "<attvalue for=\"{attribute}\" value=\"{value}\"/>");
            }
            line.push_str("</attvalues></edge>\n");
        }
        write_text(out, &line)
    })?;
    write_text(out, "</edges>\n</graph>\n</gexf>\n")
}

fn bounds(span: &Span) -> String {
    let mut text = String::new();
    for (name, bound) in [("start", &span.start), ("end", &span.end)] {
        if let Some(day) = bound {
            let _ = write!(text, " {name}=\"{day}\"");
        }
    }
    text
}
