-- What a tag or an index points to may be collected once nothing does any more. What is untagged already stays: nobody
-- can tell whether it was pushed by its digest alone.
UPDATE "Manifest" m SET "named" = true
WHERE EXISTS (SELECT 1 FROM "Tag" t WHERE t."repositoryId" = m."repositoryId" AND t.digest = m.digest)
   OR EXISTS (
     SELECT 1 FROM "Manifest" p WHERE p."repositoryId" = m."repositoryId" AND p."references" @> ARRAY[m.digest]);
