-- Scans come and go only while their case can be edited, and nobody changes one. Sentences as in 0006_postgresql.sql.
CREATE TRIGGER scans_open_for_insert BEFORE INSERT ON scans
WHEN EXISTS (SELECT 1 FROM scans WHERE id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM checklist_entries JOIN cases ON cases.id = checklist_entries.case_id
    WHERE checklist_entries.id = NEW.entry_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，扫描件不能再增减。'); END
----
CREATE TRIGGER scans_unchanged BEFORE UPDATE ON scans
BEGIN SELECT RAISE(ABORT, '扫描件不能改，只能移除后重新添加。'); END
----
CREATE TRIGGER scans_open_for_delete BEFORE DELETE ON scans
WHEN EXISTS (SELECT 1 FROM checklist_entries JOIN cases ON cases.id = checklist_entries.case_id
    WHERE checklist_entries.id = OLD.entry_id
      AND state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，扫描件不能再增减。'); END
----
CREATE TRIGGER scans_editor AFTER INSERT ON scans
BEGIN
  INSERT INTO case_editors (case_id, person_id)
  SELECT case_id, NEW.by_id FROM checklist_entries WHERE id = NEW.entry_id
    AND NOT EXISTS (SELECT 1 FROM case_editors
      WHERE case_editors.case_id = checklist_entries.case_id AND person_id = NEW.by_id);
END
----
CREATE TRIGGER scan_contents_new BEFORE INSERT ON scan_contents
WHEN EXISTS (SELECT 1 FROM scan_contents WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, '扫描件的内容不能改。'); END
----
CREATE TRIGGER scan_contents_unchanged BEFORE UPDATE ON scan_contents
BEGIN SELECT RAISE(ABORT, '扫描件的内容不能改。'); END
----
CREATE TRIGGER scan_contents_kept BEFORE DELETE ON scan_contents
BEGIN SELECT RAISE(ABORT, '扫描件的内容不能改。'); END
