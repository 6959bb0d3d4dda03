use super::*;

#[test]
fn wrappings_are_told_by_their_first_bytes() {
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    for (head, expected) in [
        (&b"\x1F\x8B\x08\0"[..], Some(Wrapping::Packed(Packing::Gzip))),
        (b"\x28\xB5\x2F\xFD\0", Some(Wrapping::Packed(Packing::Zstandard))),
        (b"\x50\x2A\x4D\x18", Some(Wrapping::Packed(Packing::Zstandard))),
        (b"\x5F\x2A\x4D\x18", Some(Wrapping::Packed(Packing::Zstandard))),
        (b"PK\x03\x04", Some(Wrapping::Zip)),
        (b"PK\x05\x06", Some(Wrapping::Zip)),
        (&tar, Some(Wrapping::Tar)),
        (b"PKW", None),
        (b"P*M", None),
        (b"{\"name\"", None),
        (b"", None),
    ] {
        assert_eq!(wrapping(head), expected, "{head:?}");
    }
}

#[test]
fn endings_that_say_how_a_file_is_packed_are_no_part_of_its_name() {
    for (name, expected) in [
        ("result.json.gz", "result.json"),
        ("dump.ndjson.ZST", "dump.ndjson"),
        ("result.json", "result.json"),
        ("gz", "gz"),
        ("a.zip", "a.zip"),
    ] {
        assert_eq!(without_ending(name), expected);
    }
}

#[test]
fn honest_exports_are_no_bombs() {
    assert!(!is_bomb(1, UNSUSPICIOUS));
    assert!(!is_bomb(1 << 30, 100 << 30), "a dump that comes to 100 times its size");
    assert!(is_bomb(10_000_000, 10_000_000_000));
    assert!(!is_bomb(40_000_000, 10_000_000_000));
}

#[test]
fn any_bytes_at_all_are_unpacked_or_refused() {
    use proptest::prelude::*;
    proptest!(|(bytes in proptest::collection::vec(any::<u8>(), 0..200), magic in 0..2_usize)| {
        let (magic, packing) =
            [(&b"\x1F\x8B\x08\0"[..], Packing::Gzip), (b"\x28\xB5\x2F\xFD", Packing::Zstandard)][magic];
        let bytes = [magic, &bytes].concat();
        let _ = unpacked_head(bytes.as_slice(), packing, "a");
        let _ = unpack_all(bytes.as_slice(), packing, "a", &mut |_| {});
    });
}
