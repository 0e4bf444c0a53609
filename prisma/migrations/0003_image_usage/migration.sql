-- What a tenant's images take is kept by the database itself: links, manifests and uploads are deleted in many places,
-- also by cascades, and none of them can forget it (docs/adr/0024). Whoever changes several things locks in this
-- order: Blob, Upload, ImageUsage, TenantBlob.

INSERT INTO "TenantBlob" ("tenantId", digest, links)
SELECT r."tenantId", l.digest, count(*)
FROM "RepositoryBlob" l JOIN "Repository" r ON r.id = l."repositoryId"
WHERE r."tenantId" IS NOT NULL
GROUP BY r."tenantId", l.digest;

INSERT INTO "ImageUsage" ("tenantId", bytes)
SELECT t.id,
  coalesce((SELECT sum(b.size) FROM "TenantBlob" tb JOIN "Blob" b ON b.digest = tb.digest WHERE tb."tenantId" = t.id), 0)
  + coalesce((SELECT sum(m.size) FROM "Manifest" m JOIN "Repository" r ON r.id = m."repositoryId" WHERE r."tenantId" = t.id), 0)
FROM "Tenant" t;

-- Adds to the usage of the tenant that a repository belongs to; one of the library has none. Below 80 % of what the
-- tenant may use the next warning is due again.
CREATE FUNCTION berth_use_images(tenant TEXT, more BIGINT, more_reserved BIGINT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  IF tenant IS NULL THEN RETURN; END IF;
  UPDATE "ImageUsage" u
  SET bytes = u.bytes + more,
      reserved = u.reserved + more_reserved,
      "warnedAt" = CASE WHEN more < 0 AND (u.bytes + more) * 5 < (SELECT images FROM "Tenant" WHERE id = tenant) * 4
        THEN NULL ELSE u."warnedAt" END
  WHERE u."tenantId" = tenant;
  -- a tenant that is being deleted has no row any more, and gets none again
  IF NOT FOUND AND (more > 0 OR more_reserved > 0) THEN
    INSERT INTO "ImageUsage" ("tenantId", bytes, reserved) VALUES (tenant, more, more_reserved)
    ON CONFLICT ("tenantId") DO UPDATE
    SET bytes = "ImageUsage".bytes + more, reserved = "ImageUsage".reserved + more_reserved;
  END IF;
END $$;

CREATE FUNCTION berth_tenant_of(repository TEXT) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT "tenantId" FROM "Repository" WHERE id = repository
$$;

CREATE FUNCTION berth_blob_linked() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  tenant TEXT := berth_tenant_of(NEW."repositoryId");
  now_linked INTEGER;
BEGIN
  IF tenant IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM "ImageUsage" WHERE "tenantId" = tenant FOR UPDATE;
  INSERT INTO "TenantBlob" ("tenantId", digest, links) VALUES (tenant, NEW.digest, 1)
  ON CONFLICT ("tenantId", digest) DO UPDATE SET links = "TenantBlob".links + 1
  RETURNING links INTO now_linked;
  IF now_linked = 1 THEN
    PERFORM berth_use_images(tenant, (SELECT size FROM "Blob" WHERE digest = NEW.digest), 0);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION berth_blob_unlinked() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  tenant TEXT := berth_tenant_of(OLD."repositoryId");
  still_linked INTEGER;
BEGIN
  IF tenant IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM "ImageUsage" WHERE "tenantId" = tenant FOR UPDATE;
  UPDATE "TenantBlob" SET links = links - 1 WHERE "tenantId" = tenant AND digest = OLD.digest
  RETURNING links INTO still_linked;
  IF still_linked = 0 THEN
    DELETE FROM "TenantBlob" WHERE "tenantId" = tenant AND digest = OLD.digest;
    PERFORM berth_use_images(tenant, -(SELECT size FROM "Blob" WHERE digest = OLD.digest), 0);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION berth_manifest_counted() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM berth_use_images(berth_tenant_of(NEW."repositoryId"), NEW.size, 0);
  ELSE
    PERFORM berth_use_images(berth_tenant_of(OLD."repositoryId"), -OLD.size, 0);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION berth_upload_reserved() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM berth_use_images(berth_tenant_of(OLD."repositoryId"), 0, -OLD.reserved);
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM berth_use_images(berth_tenant_of(NEW."repositoryId"), 0, NEW.reserved);
  ELSE
    PERFORM berth_use_images(berth_tenant_of(NEW."repositoryId"), 0, NEW.reserved - OLD.reserved);
  END IF;
  RETURN NULL;
END $$;

-- A cascade runs when its repository is gone, and with it the name of the tenant: so what is in it goes before.
CREATE FUNCTION berth_empty_repository() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "Upload" WHERE "repositoryId" = OLD.id;
  DELETE FROM "Manifest" WHERE "repositoryId" = OLD.id;
  DELETE FROM "RepositoryBlob" WHERE "repositoryId" = OLD.id;
  RETURN OLD;
END $$;

CREATE TRIGGER berth_blob_linked AFTER INSERT ON "RepositoryBlob"
FOR EACH ROW EXECUTE FUNCTION berth_blob_linked();

CREATE TRIGGER berth_blob_unlinked AFTER DELETE ON "RepositoryBlob"
FOR EACH ROW EXECUTE FUNCTION berth_blob_unlinked();

CREATE TRIGGER berth_manifest_counted AFTER INSERT OR DELETE ON "Manifest"
FOR EACH ROW EXECUTE FUNCTION berth_manifest_counted();

CREATE TRIGGER berth_upload_opened AFTER INSERT ON "Upload"
FOR EACH ROW WHEN (NEW.reserved <> 0) EXECUTE FUNCTION berth_upload_reserved();

CREATE TRIGGER berth_upload_changed AFTER UPDATE OF reserved ON "Upload"
FOR EACH ROW WHEN (NEW.reserved <> OLD.reserved) EXECUTE FUNCTION berth_upload_reserved();

CREATE TRIGGER berth_upload_ended AFTER DELETE ON "Upload"
FOR EACH ROW WHEN (OLD.reserved <> 0) EXECUTE FUNCTION berth_upload_reserved();

CREATE TRIGGER berth_empty_repository BEFORE DELETE ON "Repository"
FOR EACH ROW EXECUTE FUNCTION berth_empty_repository();
