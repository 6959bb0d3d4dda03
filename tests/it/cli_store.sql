-- A small store for the tests of the reading commands: two channels with posts, one known from forwards only.

UPDATE settings SET value = 'Europe/Prague' WHERE name = 'time_zone';

INSERT INTO loads (load_id, input, format, sha256, bytes, started_at, finished_at, as_of, is_whole,
                   posts_new, posts_changed, posts_unchanged, rejected, chancery_version) VALUES
    (1, 'exports/tides.json', 'telegram-json', '00', 5000, '2024-08-01T10:00:00Z', '2024-08-01T10:00:02Z',
     '2024-07-31T20:00:00Z', 1, 1200, 0, 0, 3, '0.1.0'),
    (2, 'exports/tides-later.json', 'telegram-json', '01', 6000, '2024-09-01T10:00:00Z', '2024-09-01T10:00:03Z',
     '2024-08-31T20:00:00Z', 1, 1, 1, 1199, 0, '0.1.0'),
    (3, 'harbour.txt', 'web-preview-text', '02', 700, '2024-09-02T10:00:00Z', '2024-09-02T10:00:00Z',
     NULL, 0, 2, 0, 0, 0, '0.1.0');

INSERT INTO channels (channel_id, platform, external_id, handle, name, kind, link_base, folded_handle, folded_name) VALUES
    (1, 'telegram', '3204528972', 'Tides', 'Ministry of Tides', 'public_channel', 'https://t.me/Tides/', 'tides', 'ministry of tides'),
    (2, 'telegram', NULL, NULL, 'Přístav / Harbour', NULL, NULL, NULL, 'přístav / harbour'),
    (3, 'telegram', NULL, NULL, 'Lighthouse', NULL, NULL, NULL, 'lighthouse'),
    (4, 'telegram', '555', NULL, 'Buoys', 'private_channel', 'https://t.me/c/555/', NULL, 'buoys');

INSERT INTO authors (author_id, platform, external_id, channel_id, name) VALUES (1, 'telegram', NULL, 1, 'M. Wave');

INSERT INTO posts (post_id, channel_id, external_id, external_no, author_id, posted_at, posted_local, posted_on, date_basis,
                   not_before, not_after, is_forward, forwarded_from_id, forwarded_external_id, forwarded_at,
                   reply_to_channel_id, reply_to_external_id, album_size, views, forwards, edited_at, via_bot,
                   first_load_id, last_load_id, url, title, text, folded) VALUES
    (1, 1, '12', 12, 1, '2024-07-16T22:03:22Z', '2024-07-17T00:03:22', '2024-07-17', 'timestamp',
     NULL, NULL, 0, NULL, NULL, NULL, 1, '10', 2, 12410, NULL, '2024-08-02T08:00:00Z', 'tidebot',
     1, 2, NULL, 'High water', 'High water' || char(10) || char(10) || '• #Spring tide, says @Moon' || char(10)
         || '2) see https://example.org/' || char(27) || '[31m' || char(8238) || 'x', 'high water'),
    (2, 1, '40', 40, NULL, '2024-07-20T10:00:00Z', '2024-07-20T12:00:00', '2024-07-20', 'timestamp',
     NULL, NULL, 1, 3, '77', '2024-07-19T09:00:00Z', NULL, NULL, 1, NULL, NULL, NULL, NULL,
     1, 1, NULL, NULL, '', ''),
    (3, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
     '2024-07-01', '2024-07-09', 0, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL,
     3, 3, NULL, NULL, 'Ships come in', 'ships come in'),
    (4, 2, NULL, NULL, NULL, '2024-07-09', NULL, '2024-07-09', 'dateline',
     NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL,
     3, 3, 'https://example.org/harbour/4', NULL, 'Ships go out', 'ships go out'),
    (5, 4, '40', 40, NULL, '2024-07-21T10:00:00Z', '2024-07-21T12:00:00', '2024-07-21', 'timestamp',
     NULL, NULL, 0, NULL, NULL, NULL, 1, '12', 1, NULL, NULL, NULL, NULL,
     1, 1, NULL, NULL, 'Buoy', 'buoy');

INSERT INTO media (post_id, position, external_id, kind, file_name, mime_type, size_bytes, width, height, duration_seconds) VALUES
    (1, 1, '12', 'photo', 'photos/water.jpg', NULL, 20480, 1280, 720, NULL),
    (1, 2, '13', 'video', NULL, 'video/mp4', NULL, NULL, NULL, 12.5);

INSERT INTO reactions (post_id, kind, reaction, count) VALUES
    (1, 'emoji', '🌊', 1200), (1, 'paid', '', 2), (1, 'custom_emoji', 'wave.webp', 5);

INSERT INTO talking_points (talking_point_id, post_id, position, marker, ordinal, text, folded, start) VALUES
    (1, 1, 1, '•', NULL, '#Spring tide, says @Moon', '#spring tide, says @moon', 15),
    (2, 1, 2, '2)', 2, 'see https://example.org/', 'see https://example.org/', 43);

INSERT INTO hashtags (hashtag_id, tag) VALUES (1, 'spring');
INSERT INTO post_hashtags (post_id, position, hashtag_id, spelling, start, talking_point_id) VALUES (1, 1, 1, 'Spring', 16, 1);
INSERT INTO entities (entity_id, kind, name) VALUES (1, 'handle', 'moon');
INSERT INTO mentions (post_id, position, entity_id, via, spelling, start, talking_point_id) VALUES (1, 1, 1, 'handle', 'Moon', 36, 1);
INSERT INTO links (post_id, position, url, host, is_visible, start, length, talking_point_id) VALUES
    (1, 1, 'https://example.org/', 'example.org', 1, 47, 20, 2),
    (1, 2, 'https://example.org/hidden', 'example.org', 0, 1, 4, NULL);

INSERT INTO post_versions (post_id, text_hash, text, edited_at, load_id, seen_at) VALUES
    (1, x'01', 'High water' || char(10) || 'soon', NULL, 1, '2024-07-31T20:00:00Z');
INSERT INTO post_observations (post_id, load_id, seen_at, views, forwards, reactions, text_hash) VALUES
    (1, 1, '2024-07-31T20:00:00Z', 9000, NULL, 800, x'01'),
    (1, 2, '2024-08-31T20:00:00Z', 12410, NULL, 1207, x'02');

INSERT INTO channel_events (channel_event_id, channel_id, external_id, external_no, happened_at, happened_on, action, load_id) VALUES
    (1, 1, '11', 11, '2024-07-15T10:00:00Z', '2024-07-15', 'pin_message', 1);
