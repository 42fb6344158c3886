-- The rules of the domain once more, for whoever writes to the tables by hand. Where several rules forbid a
-- statement, the first one speaks; SQLite does not say in which order it fires triggers, so they stand in one CASE.
-- A tool may switch off check constraints, foreign keys and the triggers of rows that REPLACE removes: what they hold
-- is held here again, and nothing may be replaced.
CREATE TRIGGER cases_inserted BEFORE INSERT ON cases
BEGIN
  SELECT CASE
    WHEN NEW.state IS NOT 'draft' OR NEW.submissions <> 0
      OR coalesce(NEW.facts, NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words, NEW.policy_id,
        NEW.policy_version, NEW.proposal, NEW.submitted_by, NEW.submitted_at, NEW.computed_fen, NEW.city_fen,
        NEW.county_fen, NEW.award_fen, NEW.confirmed_flags, NEW.decided_by, NEW.decided_at, NEW.decider_name)
        IS NOT NULL
    THEN RAISE(ABORT, '办件只能从草稿开始登记。')
    WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR number = NEW.number)
    THEN RAISE(ABORT, '办件编号已被使用，不能覆盖已有的办件。')
  END;
END
----
CREATE TRIGGER cases_updated BEFORE UPDATE ON cases
BEGIN
  SELECT CASE
    WHEN OLD.state IN ('supported', 'refused', 'withdrawn')
    THEN RAISE(ABORT, '办件已办结，任何内容都不能再改。')
    WHEN (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at)
      IS NOT (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at)
    THEN RAISE(ABORT, '办件的编号、所属卷、事项和录入人不能改。')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
      'draft>pending', 'draft>withdrawn', 'returned>pending', 'returned>withdrawn',
      'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>refused')
    THEN RAISE(ABORT, '办件状态不能这样改变。')
    WHEN OLD.state NOT IN ('draft', 'returned')
      AND (OLD.entries, OLD.applied_on, OLD.changed_by, OLD.changed_at)
        IS NOT (NEW.entries, NEW.applied_on, NEW.changed_by, NEW.changed_at)
    THEN RAISE(ABORT, '办件已提交，内容不能再改；需要修改的，请先由审批人退回。')
    WHEN NOT (OLD.state IN ('draft', 'returned') AND NEW.state = 'pending')
      AND (OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id,
           OLD.policy_version, OLD.facts, OLD.result, OLD.papers, OLD.applicant_snapshot, OLD.words,
           OLD.computed_fen, OLD.city_fen, OLD.county_fen)
        IS NOT (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id,
           NEW.policy_version, NEW.facts, NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words,
           NEW.computed_fen, NEW.city_fen, NEW.county_fen)
    THEN RAISE(ABORT, '提交时锁定的事实、测算和政策版本不能改。')
    WHEN OLD.state <> 'pending' AND NEW.state = 'pending'
      AND (NEW.facts IS NULL OR NEW.result IS NULL OR NEW.papers IS NULL OR NEW.applicant_snapshot IS NULL
        OR NEW.words IS NULL OR NEW.policy_id IS NULL OR NEW.policy_version IS NULL OR NEW.proposal IS NULL OR NEW.submitted_at IS NULL
        OR NEW.submitted_by IS NULL OR NEW.changed_by IS NOT NEW.submitted_by
        OR NEW.submissions <> OLD.submissions + 1
        OR (NEW.proposal = 'support' AND NEW.computed_fen IS NULL))
    THEN RAISE(ABORT, '提交时须同时锁定事实、测算、材料和政策版本。')
    WHEN NEW.state <> OLD.state AND NEW.state IN ('returned', 'withdrawn', 'refused') AND trim(NEW.reason) = ''
    THEN RAISE(ABORT, '退回、撤回和不予支持须写明理由。')
    WHEN NEW.decided_by IS NOT NULL
      AND (NEW.decided_by IN (OLD.entered_by, OLD.changed_by, NEW.changed_by, NEW.submitted_by)
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.decided_by))
    THEN RAISE(ABORT, '录入或修改过办件的人不能审批这件。')
    WHEN NEW.decided_by IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.decided_by AND role = 'supervisor' AND active = 1)
    THEN RAISE(ABORT, '只有在岗的审批人才能审批。')
    WHEN (NEW.state IN ('supported', 'refused')) <> (NEW.decided_by IS NOT NULL)
      OR (NEW.decided_by IS NOT NULL) <> (NEW.decided_at IS NOT NULL)
      OR NEW.decider_name IS NOT (SELECT name FROM persons WHERE id = NEW.decided_by)
    THEN RAISE(ABORT, '审批须记明审批人和时间。')
    WHEN NEW.state = 'supported'
      AND (NEW.proposal IS NOT 'support' OR NEW.computed_fen IS NULL
        OR (NEW.city_fen IS NULL) <> (NEW.award_city_fen IS NULL)
        OR NEW.award_city_fen > NEW.city_fen OR NEW.award_county_fen > NEW.county_fen
        OR NEW.award_fen IS NULL OR NOT NEW.award_fen BETWEEN 0 AND NEW.computed_fen
        OR NEW.award_city_fen + NEW.award_county_fen <> NEW.award_fen)
    THEN RAISE(ABORT, '核定金额及其分担须以提交时的测算为限。')
    WHEN NEW.state = 'supported' AND NEW.award_fen < NEW.computed_fen AND trim(NEW.award_reason) = ''
    THEN RAISE(ABORT, '核定金额少于测算金额的，须写明核减理由。')
  END;
END
----
CREATE TRIGGER cases_only_drafts_go BEFORE DELETE ON cases
WHEN OLD.state <> 'draft' OR OLD.submissions <> 0
BEGIN SELECT RAISE(ABORT, '提交过的办件不能删除。'); END
----
CREATE TRIGGER cases_first_editor AFTER INSERT ON cases
BEGIN
  INSERT INTO case_editors (case_id, person_id)
  SELECT NEW.id, id FROM persons WHERE id IN (NEW.entered_by, NEW.changed_by);
END
----
CREATE TRIGGER cases_next_editor AFTER UPDATE OF changed_by ON cases
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.id, NEW.changed_by
  WHERE NOT EXISTS (SELECT 1 FROM case_editors WHERE case_id = NEW.id AND person_id = NEW.changed_by);
END
----
CREATE TRIGGER case_editors_stay BEFORE DELETE ON case_editors
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, '修改人记录不能删除。'); END
----
CREATE TRIGGER case_editors_unchanged BEFORE UPDATE ON case_editors
BEGIN SELECT RAISE(ABORT, '修改人记录不能改。'); END
----
CREATE TRIGGER checklist_open_for_insert BEFORE INSERT ON checklist_entries
WHEN EXISTS (SELECT 1 FROM checklist_entries WHERE id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
CREATE TRIGGER checklist_open_for_update BEFORE UPDATE ON checklist_entries
WHEN (NEW.id, NEW.case_id) IS NOT (OLD.id, OLD.case_id)
  OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
CREATE TRIGGER checklist_open_for_delete BEFORE DELETE ON checklist_entries
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id AND state NOT IN ('draft', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
CREATE TRIGGER checklist_editor_insert AFTER INSERT ON checklist_entries
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.case_id, NEW.by_id
  WHERE NOT EXISTS (SELECT 1 FROM case_editors WHERE case_id = NEW.case_id AND person_id = NEW.by_id);
END
----
CREATE TRIGGER checklist_editor_update AFTER UPDATE ON checklist_entries
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.case_id, NEW.by_id
  WHERE NOT EXISTS (SELECT 1 FROM case_editors WHERE case_id = NEW.case_id AND person_id = NEW.by_id);
END
----
CREATE TRIGGER dossiers_keep_their_applicant BEFORE UPDATE ON dossiers
WHEN (OLD.id, OLD.number, OLD.applicant_id) IS NOT (NEW.id, NEW.number, NEW.applicant_id)
BEGIN SELECT RAISE(ABORT, '卷的编号和申报主体不能改。'); END
----
CREATE TRIGGER dossiers_are_not_replaced BEFORE INSERT ON dossiers
WHEN EXISTS (SELECT 1 FROM dossiers WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, '卷号已被使用。'); END
----
CREATE TRIGGER dossiers_stay BEFORE DELETE ON dossiers
WHEN EXISTS (SELECT 1 FROM cases WHERE dossier_id = OLD.id)
BEGIN SELECT RAISE(ABORT, '卷里有办件，不能删除。'); END
----
CREATE TRIGGER applicants_stay BEFORE DELETE ON applicants
WHEN EXISTS (SELECT 1 FROM dossiers WHERE applicant_id = OLD.id)
BEGIN SELECT RAISE(ABORT, '申报主体名下有卷，不能删除。'); END
----
CREATE TRIGGER applicants_keep_their_id BEFORE UPDATE ON applicants
WHEN NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM applicants WHERE credit_code = NEW.credit_code AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, '申报主体的编号不能改，统一社会信用代码不能与别的主体相同。'); END
----
CREATE TRIGGER applicants_are_not_replaced BEFORE INSERT ON applicants
WHEN EXISTS (SELECT 1 FROM applicants WHERE id = NEW.id OR credit_code = NEW.credit_code)
BEGIN SELECT RAISE(ABORT, '这个申报主体已经录入。'); END
----
CREATE TRIGGER counters_only_rise BEFORE UPDATE ON counters
WHEN (NEW.series, NEW.year) IS NOT (OLD.series, OLD.year) OR NEW.last < OLD.last
BEGIN SELECT RAISE(ABORT, '编号只能往后排。'); END
----
CREATE TRIGGER counters_stay BEFORE DELETE ON counters
BEGIN SELECT RAISE(ABORT, '编号只能往后排。'); END
----
CREATE TRIGGER counters_are_not_replaced BEFORE INSERT ON counters
WHEN EXISTS (SELECT 1 FROM counters WHERE series = NEW.series AND year = NEW.year)
BEGIN SELECT RAISE(ABORT, '编号只能往后排。'); END
----
CREATE TRIGGER persons_stay BEFORE DELETE ON persons
BEGIN SELECT RAISE(ABORT, '人员不能删除，只能停用。'); END
----
CREATE TRIGGER persons_keep_their_id BEFORE UPDATE OF id ON persons
WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, '人员编号不能改。'); END
----
CREATE TRIGGER persons_do_not_share_a_login BEFORE UPDATE OF login ON persons
WHEN EXISTS (SELECT 1 FROM persons WHERE login = NEW.login AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, '这个登录名已有人使用。'); END
----
CREATE TRIGGER persons_are_not_replaced BEFORE INSERT ON persons
WHEN EXISTS (SELECT 1 FROM persons WHERE id = NEW.id OR login = NEW.login)
BEGIN SELECT RAISE(ABORT, '这个登录名已有人使用。'); END
----
CREATE TRIGGER events_continue_the_chain BEFORE INSERT ON events
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM events)
  OR NEW.previous_hash <> coalesce(
    (SELECT hash FROM events ORDER BY id DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT RAISE(ABORT, '办理记录须接在最后一条之后。'); END
----
CREATE TRIGGER events_unchanged BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, '办理记录不能改。'); END
----
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, '办理记录不能删除。'); END
