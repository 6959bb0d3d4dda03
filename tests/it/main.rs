//! The one integration-test binary.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what goes wrong in a test ends the test")]

mod account;
mod album_counts;
mod album_histories;
mod album_words;
mod albums;
mod bad_input;
mod bad_query;
mod bad_store;
mod bare_days;
mod bundled_amplification;
mod bundled_counts;
mod bundled_edges;
mod bundled_hashtags;
mod bundled_loaded_counts;
mod bundled_mentions;
mod bundled_periods;
mod bundled_points;
mod bundled_queries;
mod bundled_samples;
mod bundled_sampling;
mod bundled_text;
mod channel_history;
mod channels_told;
mod cli_authors;
mod cli_channels;
mod cli_channels_merge;
mod cli_datasette_config;
mod cli_explain;
mod cli_forget;
mod cli_forms;
mod cli_frame;
mod cli_from;
mod cli_inputs;
mod cli_lists;
mod cli_load;
mod cli_map;
mod cli_own_queries;
mod cli_pack;
mod cli_pages;
mod cli_publish;
mod cli_queries;
mod cli_record;
mod cli_run;
mod cli_run_words;
mod cli_schema;
mod cli_show;
mod cli_sql;
mod cli_status;
mod cli_verify;
mod completions;
mod completions_shells;
mod corpus;
mod counts_again;
mod counts_unread;
mod crash;
mod damaged_inputs;
mod docs;
mod docs_shown;
mod earlier_versions;
mod environment;
mod export;
#[cfg(target_os = "linux")]
mod faults;
mod fingerprint;
mod forget_by_name;
mod formats_agree;
mod former_group;
mod forwards_by_name;
mod fuzz_corpus;
mod gone;
mod halves;
mod hostile_output;
mod hostile_text;
mod interop;
mod interop_datasette;
#[cfg(unix)]
mod interop_neighbours;
mod joined_files;
mod layering;
mod load;
mod load_again;
mod long_text;
mod names;
mod names_filter;
mod names_in_networks;
mod names_marked;
mod names_shared;
mod namesakes;
mod namesakes_in_reports;
mod neighbours;
mod old_lines;
mod only_reads;
mod oracle;
mod other_encoding;
mod other_rules;
mod outbox;
mod own_functions;
mod own_reports;
mod people;
mod platforms;
mod point_counts;
mod point_groups;
mod publish_filtered;
mod repeated_ids;
mod reporting_zone;
mod rezone;
mod same_channel;
mod same_name;
mod same_number;
mod search;
mod search_index;
mod search_weeks;
mod sentences;
mod service_rows;
mod shared;
mod speakers;
mod stale_groups;
mod store;
mod supply_chain;
mod telegram_samples;
mod three_posts;
mod until_in_sqlite;
mod waiting_posts;
mod without_ids;
mod word_index;

#[test]
fn every_file_here_is_part_of_this_binary() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(main.contains(&format!("mod {module};")), "tests/it/main.rs does not name {module}");
        }
    }
}
