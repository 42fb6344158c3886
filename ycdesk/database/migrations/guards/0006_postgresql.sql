-- Scans come and go only while their case can be edited, and nobody changes one. Sentences as in 0006_sqlite.sql.
CREATE FUNCTION ycdesk_scan_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM checklist_entries JOIN cases ON cases.id = checklist_entries.case_id
        WHERE checklist_entries.id = OLD.entry_id
          AND state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned')) THEN
      PERFORM ycdesk_refuse('办件已提交，扫描件不能再增减。');
    END IF;
    RETURN OLD;
  END IF;
  -- Whoever submits at this moment waits until this scan is in.
  PERFORM 1 FROM cases WHERE id = (SELECT case_id FROM checklist_entries WHERE id = NEW.entry_id)
    AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned') FOR SHARE;
  IF NOT FOUND THEN
    PERFORM ycdesk_refuse('办件已提交，扫描件不能再增减。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_scan_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO case_editors (case_id, person_id)
    SELECT case_id, NEW.by_id FROM checklist_entries WHERE id = NEW.entry_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
----
CREATE TRIGGER scans_open BEFORE INSERT OR DELETE ON scans FOR EACH ROW EXECUTE FUNCTION ycdesk_scan_open()
----
CREATE TRIGGER scans_unchanged BEFORE UPDATE ON scans FOR EACH ROW
  EXECUTE FUNCTION ycdesk_refuse_always('扫描件不能改，只能移除后重新添加。')
----
CREATE TRIGGER scans_editor AFTER INSERT ON scans FOR EACH ROW EXECUTE FUNCTION ycdesk_scan_editor()
----
CREATE TRIGGER scans_not_emptied BEFORE TRUNCATE ON scans
  EXECUTE FUNCTION ycdesk_refuse_always('办件已提交，扫描件不能再增减。')
----
CREATE TRIGGER scan_contents_unchanged BEFORE UPDATE OR DELETE ON scan_contents FOR EACH ROW
  EXECUTE FUNCTION ycdesk_refuse_always('扫描件的内容不能改。')
----
CREATE TRIGGER scan_contents_not_emptied BEFORE TRUNCATE ON scan_contents
  EXECUTE FUNCTION ycdesk_refuse_always('扫描件的内容不能改。')
