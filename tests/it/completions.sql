-- Channels, hashtags and handles with counts, for what a shell completes.

INSERT INTO loads (load_id, input, format, sha256, bytes, started_at, finished_at, as_of, is_whole,
                   posts_new, posts_changed, posts_unchanged, rejected, chancery_version)
VALUES (1, 'a.json', 'telegram-json', '00', 1, '2024-08-01T10:00:00Z', '2024-08-01T10:00:02Z', NULL, 1, 2, 0, 0, 0, '0.1.0');

INSERT INTO channels (channel_id, platform, external_id, handle, name, folded_handle, folded_name) VALUES
    (1, 'telegram', '1001', 'Mission_News', 'Mission', 'mission_news', 'mission'),
    (2, 'telegram', '1002', 'Ministry', 'The Ministry', 'ministry', 'the ministry'),
    (3, 'telegram', '1003', NULL, 'Синие Новости', NULL, 'синие новости'),
    (4, 'telegram', '1004', NULL, 'أخبار اليوم', NULL, 'أخبار اليوم'),
    (5, 'telegram', '1005', NULL, 'News: all, day''s $5', NULL, 'news: all, day''s $5'),
    (6, 'telegram', '1006', NULL, '#1 Harbour', NULL, '#1 harbour'),
    (7, 'telegram', '1007', 'only_forwarded', 'Only forwarded', 'only_forwarded', 'only forwarded'),
    (8, 'telegram', '1008', NULL, 'Trap' || char(27) || '[31m', NULL, 'trap'),
    (9, 'telegram', '1009', NULL, 'Мост', NULL, 'мост'),
    (10, 'telegram', '1010', NULL, 'МОРЕ', NULL, 'море');

INSERT INTO post_months (month, channel_id, is_forward, posts) VALUES
    ('2024-02', 1, 0, 6), ('2024-03', 2, 0, 5), ('2024-02', 2, 1, 1200), ('2024-02', 3, 0, 4), ('2024-02', 4, 0, 3),
    ('2024-02', 5, 0, 2), ('2024-02', 6, 0, 1), ('2024-02', 8, 0, 1), ('2024-02', 9, 0, 1), ('2024-02', 10, 0, 1);

INSERT INTO posts (post_id, channel_id, external_id, external_no, posted_at, posted_on, date_basis, is_forward, album_size,
                   first_load_id, last_load_id, text, folded) VALUES
    (1, 1, '1', 1, '2024-02-28', '2024-02-28', 'timestamp', 0, 1, 1, 1, '', ''),
    (2, 2, '1', 1, '2024-03-02', '2024-03-02', 'timestamp', 0, 1, 1, 1, '', '');

WITH RECURSIVE days (day) AS (SELECT '2024-01-01' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2024-12-31')
INSERT INTO calendar (day, week, month, quarter, year, weekday)
SELECT day, '2024-W09', substr(day, 1, 7), '2024-Q1', '2024', 1 FROM days;

INSERT INTO hashtags (hashtag_id, tag) VALUES (1, 'trade'), (2, 'treaty'), (3, 'trams'), (4, 'реки'), (5, 'ميناء');
INSERT INTO hashtag_months (hashtag_id, month, channel_id, is_forward, posts, uses) VALUES
    (1, '2024-02', 1, 0, 3, 3), (1, '2024-03', 2, 0, 4, 4), (2, '2024-03', 2, 0, 9, 9), (3, '2024-03', 2, 0, 1, 1),
    (4, '2024-03', 2, 0, 2, 2), (5, '2024-03', 2, 0, 1, 1);

INSERT INTO entities (entity_id, kind, name) VALUES (1, 'handle', 'harbour'), (2, 'handle', 'harvest'), (3, 'number', '500');
INSERT INTO mention_months (entity_id, month, channel_id, is_forward, posts, uses) VALUES
    (1, '2024-03', 2, 0, 1, 1), (2, '2024-03', 2, 0, 8, 8), (3, '2024-03', 2, 0, 9, 9);
