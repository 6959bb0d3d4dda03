//! GraphML (<http://graphml.graphdrawing.org>).

use std::fmt::Write as _;
use std::io::Write;

use super::super::RenderOptions;
use super::{Network, write_text, xml};
use crate::Result;

pub(super) fn write(network: &mut Network, out: &mut dyn Write, options: &RenderOptions) -> Result<()> {
    let mut head = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    if let Some(title) = options.title {
        let _ = writeln!(head, "<desc>{}</desc>", xml::escaped(title));
    }
    head.push_str("<key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
    let weight = network.weight.name();
    let _ = writeln!(head, "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"{weight}\"/>");
    for (number, attribute) in network.attributes.iter().enumerate() {
        let (name, kind) = (&attribute.name, attribute.kind.name());
        let _ =
            writeln!(head, "<key id=\"e{number}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    let _ = writeln!(head, "<graph id=\"G\" edgedefault=\"{}\">", options.direction.name());
    write_text(out, &head)?;
    for node in &network.nodes {
        let name = &node.name;
        write_text(out, &format!("<node id=\"{name}\"><data key=\"label\">{name}</data></node>\n"))?;
    }
    let nodes = std::mem::take(&mut network.nodes);
    network.each_edge(|edge| {
        let (source, target) = (&nodes[edge.source].name, &nodes[edge.target].name);
        let mut line = format!(
            "<edge source=\"{source}\" target=\"{target}\"><data key=\"weight\">{}</data>",
            edge.weight
        );
        for (attribute, value) in &edge.values {
            let _ = write!(line, "<data key=\"e{attribute}\">{value}</data>");
        }
        line.push_str("</edge>\n");
        write_text(out, &line)
    })?;
    write_text(out, "</graph>\n</graphml>\n")
}
