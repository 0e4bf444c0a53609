-- AlterTable
ALTER TABLE "Container" ADD COLUMN     "restBytes" BIGINT;

-- AlterTable
ALTER TABLE "Sandbox" ADD COLUMN     "doorTurn" INTEGER NOT NULL DEFAULT 0;

-- Passes to the ports of sandboxes end with the right to them, whoever takes it away.
CREATE FUNCTION berth_end_passes(ids TEXT[]) RETURNS VOID LANGUAGE sql AS $$
  WITH turned AS (
    UPDATE "Sandbox" SET "doorTurn" = "doorTurn" + 1 WHERE id = ANY(ids) RETURNING id
  ) SELECT pg_notify('berth_sandboxes', id) FROM turned
$$;

-- A student leaves their own ones, and who teaches all of the course.
CREATE FUNCTION berth_part_lost() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW."userId" IS NOT DISTINCT FROM OLD."userId" AND NEW.role = OLD.role AND NEW."removedAt" IS NULL) THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM berth_end_passes(ARRAY(
    SELECT id FROM "Sandbox" WHERE "courseId" = OLD."courseId" AND state <> 'ended'
      AND (OLD.role <> 'student' OR "userId" = OLD."userId") ORDER BY id));
  RETURN NULL;
END $$;

CREATE TRIGGER berth_part_lost AFTER UPDATE OF "userId", role, "removedAt" OR DELETE ON "CourseMember" FOR EACH ROW
WHEN (OLD."userId" IS NOT NULL AND OLD."removedAt" IS NULL)
EXECUTE FUNCTION berth_part_lost();

-- All roles but a viewer's manage the courses of their tenant.
CREATE FUNCTION berth_role_lost() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM berth_end_passes(ARRAY(
    SELECT id FROM "Sandbox" WHERE "tenantId" = OLD."tenantId" AND state <> 'ended' ORDER BY id));
  RETURN NULL;
END $$;

CREATE TRIGGER berth_role_changed AFTER UPDATE OF role ON "Membership" FOR EACH ROW
WHEN (OLD.role <> 'viewer' AND NEW.role = 'viewer')
EXECUTE FUNCTION berth_role_lost();

CREATE TRIGGER berth_role_lost AFTER DELETE ON "Membership" FOR EACH ROW
WHEN (OLD.role <> 'viewer')
EXECUTE FUNCTION berth_role_lost();

-- Somebody who may not sign in any more, or who ended all their sessions.
CREATE FUNCTION berth_sessions_ended() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM berth_end_passes(ARRAY(
    SELECT s.id FROM "Sandbox" s WHERE s.state <> 'ended' AND (
      s."userId" = NEW.id
      OR s."courseId" IN (SELECT m."courseId" FROM "CourseMember" m
        WHERE m."userId" = NEW.id AND m.role <> 'student' AND m."removedAt" IS NULL)
      OR s."tenantId" IN (SELECT m."tenantId" FROM "Membership" m WHERE m."userId" = NEW.id AND m.role <> 'viewer'))
    ORDER BY s.id));
  RETURN NULL;
END $$;

CREATE TRIGGER berth_sessions_ended AFTER UPDATE OF "disabledAt", "sessionsValidFrom" ON "User" FOR EACH ROW
WHEN ((NEW."disabledAt" IS NOT NULL AND OLD."disabledAt" IS NULL) OR NEW."sessionsValidFrom" > OLD."sessionsValidFrom")
EXECUTE FUNCTION berth_sessions_ended();

CREATE FUNCTION berth_owner_changed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."doorTurn" := OLD."doorTurn" + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER berth_owner_changed BEFORE UPDATE OF "userId" ON "Sandbox" FOR EACH ROW
WHEN (OLD."userId" IS NOT NULL AND NEW."userId" IS DISTINCT FROM OLD."userId")
EXECUTE FUNCTION berth_owner_changed();
