-- A sandbox of which something else is wanted is looked at at once, whoever wrote it.
CREATE FUNCTION berth_sandbox_due() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."dueAt" := NULL;
  RETURN NEW;
END $$;

CREATE TRIGGER berth_sandbox_due BEFORE UPDATE ON "Sandbox" FOR EACH ROW
WHEN ((OLD.state, OLD.wanted, OLD.attempt, OLD."userId", OLD."expiresAt", OLD."noticedAt", OLD."cleanedAt")
  IS DISTINCT FROM (NEW.state, NEW.wanted, NEW.attempt, NEW."userId", NEW."expiresAt", NEW."noticedAt", NEW."cleanedAt"))
EXECUTE FUNCTION berth_sandbox_due();
