-- A file has any number of labels, each known by its GUID, or by the name that an app declares. What was kept of older files is one
-- text: a GUID where nobody had named the label, else its name.
UPDATE activities SET file = json_remove(
    json_set(file, '$.labels', CASE
        WHEN coalesce(json_extract(file, '$.label'), '') = '' THEN json('[]')
        WHEN length(json_extract(file, '$.label')) = 36
             AND replace(lower(json_extract(file, '$.label')), '-', '') NOT GLOB '*[^0-9a-f]*'
             AND lower(json_extract(file, '$.label')) GLOB '????????-????-????-????-????????????'
            THEN json_array(json_object('id', lower(json_extract(file, '$.label')), 'siteId', '', 'name', '', 'nested', json('false')))
        ELSE json_array(json_object('id', '', 'siteId', '', 'name', json_extract(file, '$.label'), 'nested', json('false')))
    END), '$.label')
WHERE file IS NOT NULL AND json_valid(file) AND json_type(file, '$.labels') IS NULL;

-- What the policies that matched found in the content: counts, and values of which only the policy's word lets anything be
-- seen. As JSON; nothing where nothing was found.
ALTER TABLE activities ADD COLUMN findings TEXT;
