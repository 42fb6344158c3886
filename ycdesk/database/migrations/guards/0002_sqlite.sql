-- The rules of the ledger, of rulings and of corrections; as in 0001_sqlite.sql, one CASE for each table.
CREATE TRIGGER cases_inserted BEFORE INSERT ON cases
BEGIN
  SELECT CASE
    WHEN NEW.state IS NOT 'draft' OR NEW.submissions <> 0
      OR coalesce(NEW.facts, NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words, NEW.policy_id,
        NEW.policy_version, NEW.proposal, NEW.submitted_by, NEW.submitted_at, NEW.computed_fen, NEW.city_fen,
        NEW.county_fen, NEW.award_fen, NEW.confirmed_flags, NEW.decided_by, NEW.decided_at, NEW.decider_name,
        NEW.rulings, NEW.duplicates, NEW.closed_by, NEW.closed_at)
        IS NOT NULL OR NEW.closing_reason <> ''
    THEN RAISE(ABORT, '办件只能从草稿开始登记。')
    WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR number = NEW.number)
    THEN RAISE(ABORT, '办件编号已被使用，不能覆盖已有的办件。')
    WHEN NEW.corrects_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.corrects_id AND state = 'corrected'
        AND dossier_id = NEW.dossier_id AND measure = NEW.measure)
    THEN RAISE(ABORT, '只有已更正的办件才能在原卷里按原事项重新办理。')
    WHEN EXISTS (SELECT 1 FROM cases WHERE corrects_id = NEW.corrects_id)
    THEN RAISE(ABORT, '已更正的办件只能重新办理一次。')
  END;
END
----
CREATE TRIGGER cases_first_editor AFTER INSERT ON cases
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.id, id FROM persons
  WHERE id IN (NEW.entered_by, NEW.changed_by)
    OR id IN (SELECT person_id FROM case_editors WHERE case_id = NEW.corrects_id);
END
----
CREATE TRIGGER cases_only_drafts_go BEFORE DELETE ON cases
BEGIN
  SELECT CASE
    WHEN OLD.state <> 'draft' OR OLD.submissions <> 0
    THEN RAISE(ABORT, '提交过的办件不能删除。')
    WHEN EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id) OR EXISTS (SELECT 1 FROM rulings WHERE case_id = OLD.id)
    THEN RAISE(ABORT, '办件已占用过限额或者有一事一议的裁定，不能删除；不再办理的，请登记企业撤回。')
  END;
END
----
CREATE TRIGGER cases_updated BEFORE UPDATE ON cases
BEGIN
  SELECT CASE
    WHEN OLD.state IN ('withdrawn', 'corrected', 'recovered')
      OR (OLD.state IN ('supported', 'refused')
        AND (NEW.state NOT IN ('corrected', 'recovered')
          OR (OLD.entries, OLD.applied_on, OLD.changed_by, OLD.changed_at, OLD.reason, OLD.award_fen,
              OLD.award_city_fen, OLD.award_county_fen, OLD.award_reason, OLD.opinion, OLD.confirmed_flags,
              OLD.decided_by, OLD.decided_at, OLD.decider_name, OLD.submissions, OLD.submitted_by,
              OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id, OLD.policy_version, OLD.facts,
              OLD.result, OLD.papers, OLD.applicant_snapshot, OLD.words, OLD.computed_fen, OLD.city_fen,
              OLD.county_fen, OLD.rulings, OLD.duplicates)
            IS NOT (NEW.entries, NEW.applied_on, NEW.changed_by, NEW.changed_at, NEW.reason, NEW.award_fen,
              NEW.award_city_fen, NEW.award_county_fen, NEW.award_reason, NEW.opinion, NEW.confirmed_flags,
              NEW.decided_by, NEW.decided_at, NEW.decider_name, NEW.submissions, NEW.submitted_by,
              NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id, NEW.policy_version, NEW.facts,
              NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words, NEW.computed_fen, NEW.city_fen,
              NEW.county_fen, NEW.rulings, NEW.duplicates)))
    THEN RAISE(ABORT, '办件已办结，任何内容都不能再改。')
    WHEN (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at, OLD.corrects_id)
      IS NOT (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at, NEW.corrects_id)
    THEN RAISE(ABORT, '办件的编号、所属卷、事项和录入人不能改。')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
      'draft>pending', 'draft>withdrawn', 'returned>pending', 'returned>withdrawn',
      'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>refused',
      'supported>corrected', 'supported>recovered', 'refused>corrected')
    THEN RAISE(ABORT, '办件状态不能这样改变。')
    WHEN OLD.state NOT IN ('draft', 'returned')
      AND (OLD.entries, OLD.applied_on, OLD.changed_by, OLD.changed_at)
        IS NOT (NEW.entries, NEW.applied_on, NEW.changed_by, NEW.changed_at)
    THEN RAISE(ABORT, '办件已提交，内容不能再改；需要修改的，请先由审批人退回。')
    WHEN NOT (OLD.state IN ('draft', 'returned') AND NEW.state = 'pending')
      AND (OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id,
           OLD.policy_version, OLD.facts, OLD.result, OLD.papers, OLD.applicant_snapshot, OLD.words,
           OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings, OLD.duplicates)
        IS NOT (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id,
           NEW.policy_version, NEW.facts, NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words,
           NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings, NEW.duplicates)
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
    WHEN OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
      AND (NEW.decided_by IN (OLD.entered_by, OLD.changed_by, NEW.changed_by, NEW.submitted_by)
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.decided_by))
    THEN RAISE(ABORT, '录入或修改过办件的人不能审批这件。')
    WHEN OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.decided_by AND role = 'supervisor' AND active = 1)
    THEN RAISE(ABORT, '只有在岗的审批人才能审批。')
    WHEN (NEW.state IN ('supported', 'refused', 'corrected', 'recovered')) <> (NEW.decided_by IS NOT NULL)
      OR (NEW.decided_by IS NOT NULL) <> (NEW.decided_at IS NOT NULL)
      OR OLD.decided_by IS NULL AND NEW.decider_name IS NOT (SELECT name FROM persons WHERE id = NEW.decided_by)
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
    WHEN NEW.state NOT IN ('supported', 'corrected', 'recovered')
      AND coalesce(NEW.award_fen, NEW.award_city_fen, NEW.award_county_fen) IS NOT NULL
    THEN RAISE(ABORT, '没有同意的办件不能有核定金额。')
    WHEN (NEW.state IN ('corrected', 'recovered')) <> (NEW.closed_by IS NOT NULL)
      OR (NEW.closed_by IS NOT NULL) <> (NEW.closed_at IS NOT NULL)
      OR (NEW.closed_by IS NOT NULL) <> (trim(NEW.closing_reason) <> '')
    THEN RAISE(ABORT, '更正和追回须记明办理人、时间和理由。')
    WHEN NEW.closed_by IS NOT NULL
      AND (NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.closed_by AND role = 'supervisor' AND active = 1)
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.closed_by))
    THEN RAISE(ABORT, '更正和追回须由没有录入或修改过这件的在岗审批人办理。')
    WHEN NEW.state = 'pending' AND OLD.state <> 'pending'
      AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND state = 'reserved')
          IS NOT CASE NEW.proposal WHEN 'support' THEN json_array_length(NEW.result, '$.uses') ELSE 0 END
        OR EXISTS (
          SELECT 1 FROM uses WHERE case_id = OLD.id AND state = 'reserved'
            AND NOT (submission = NEW.submissions AND policy_id IN ('', NEW.policy_id) AND EXISTS (
              SELECT 1 FROM json_each(NEW.result, '$.uses') AS used, json_each(NEW.result, '$.limits') AS held
              WHERE json_extract(used.value, '$.limit') = uses.limit_id
                AND coalesce(json_extract(used.value, '$.key'), '') = uses.key
                AND uses.reserved = CASE WHEN uses.money
                  THEN CAST(round(json_extract(used.value, '$.amount') * 100) AS INTEGER)
                  ELSE json_extract(used.value, '$.count') END
                AND json_extract(held.value, '$.limit') = uses.limit_id
                AND coalesce(json_extract(held.value, '$.key'), '') = uses.key
                AND uses.ceiling IS CASE WHEN uses.money
                  THEN CAST(round(json_extract(held.value, '$.ceiling') * 100) AS INTEGER)
                  ELSE json_extract(held.value, '$.ceiling') END))))
    THEN RAISE(ABORT, '提交时须按测算同时占用限额。')
    WHEN NEW.state = 'supported' AND OLD.state = 'pending'
      AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND submission = OLD.submissions AND state = 'reserved')
          IS NOT json_array_length(OLD.result, '$.uses')
        OR EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id AND submission <> OLD.submissions AND state = 'reserved'))
    THEN RAISE(ABORT, '没有按测算占用限额的办件不能同意。')
  END;
END
----
-- The lines follow the case in the same statement: no state of a case without that of its lines, nor the other way.
CREATE TRIGGER cases_move_their_uses AFTER UPDATE OF state ON cases
WHEN NEW.state <> OLD.state AND NEW.state NOT IN ('draft', 'pending')
BEGIN
  UPDATE uses SET
    state = CASE WHEN NEW.state = 'supported' THEN 'committed' WHEN state = 'committed' THEN 'given_back'
      ELSE 'released' END,
    quantity = CASE WHEN NEW.state = 'supported' AND money THEN min(reserved, NEW.award_fen) ELSE quantity END,
    changed_at = coalesce(NEW.closed_at, NEW.decided_at, strftime('%Y-%m-%d %H:%M:%f000', 'now', '+8 hours'))
  WHERE case_id = NEW.id AND state IN ('reserved', 'committed');
END
----
CREATE TRIGGER uses_reserved BEFORE INSERT ON uses
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM uses WHERE id = NEW.id)
      OR NEW.state IS NOT 'reserved' OR NEW.quantity <> NEW.reserved OR NEW.quantity <= 0
    THEN RAISE(ABORT, '限额台账只能从占用开始记。')
    WHEN NOT EXISTS (
      SELECT 1 FROM cases JOIN dossiers ON dossiers.id = cases.dossier_id
        JOIN applicants ON applicants.id = dossiers.applicant_id
      WHERE cases.id = NEW.case_id AND cases.state IN ('draft', 'returned')
        AND cases.submissions + 1 = NEW.submission AND applicants.id = NEW.applicant_id
        AND applicants.credit_code IS NEW.credit_code AND applicants.county = NEW.county)
    THEN RAISE(ABORT, '只有提交办件时才能为它的申报主体占用限额。')
    WHEN NEW.quantity + (
      SELECT coalesce(sum(quantity), 0) FROM uses
      WHERE limit_id = NEW.limit_id AND key = NEW.key AND policy_id = NEW.policy_id
        AND state IN ('reserved', 'committed') AND CASE NEW.belongs_to
          WHEN 'applicant' THEN applicant_id = NEW.applicant_id OR credit_code = NEW.credit_code
          WHEN 'county' THEN county = NEW.county ELSE 1 END) > NEW.ceiling
    THEN RAISE(ABORT, '限额不够：别的办件已经先占用了。')
  END;
END
----
CREATE TRIGGER uses_updated BEFORE UPDATE ON uses
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.case_id, OLD.submission, OLD.policy_id, OLD.limit_id, OLD.belongs_to, OLD.applicant_id,
      OLD.credit_code, OLD.county, OLD.key, OLD.money, OLD.reserved, OLD.ceiling, OLD.at)
      IS NOT (NEW.id, NEW.case_id, NEW.submission, NEW.policy_id, NEW.limit_id, NEW.belongs_to, NEW.applicant_id,
      NEW.credit_code, NEW.county, NEW.key, NEW.money, NEW.reserved, NEW.ceiling, NEW.at)
    THEN RAISE(ABORT, '限额台账只能改变占用的状态。')
    WHEN NOT EXISTS (
      SELECT 1 FROM cases WHERE id = OLD.case_id AND CASE OLD.state || '>' || NEW.state
        WHEN 'reserved>committed' THEN state = 'supported' AND submissions = OLD.submission
        WHEN 'reserved>released' THEN state NOT IN ('pending', 'supported')
        WHEN 'committed>given_back' THEN state IN ('corrected', 'recovered')
        ELSE 0 END)
    THEN RAISE(ABORT, '限额占用的状态只能随办件的状态改变。')
    WHEN NEW.quantity IS NOT CASE WHEN NEW.state = 'committed' AND OLD.money
      THEN min(OLD.reserved, (SELECT award_fen FROM cases WHERE id = OLD.case_id)) ELSE OLD.quantity END
    THEN RAISE(ABORT, '限额台账的数量不能这样改变。')
    WHEN NEW.state = 'committed' AND NEW.quantity + (
      SELECT coalesce(sum(quantity), 0) FROM uses
      WHERE limit_id = OLD.limit_id AND key = OLD.key AND policy_id = OLD.policy_id AND id <> OLD.id
        AND state = 'committed' AND CASE OLD.belongs_to
          WHEN 'applicant' THEN applicant_id = OLD.applicant_id OR credit_code = OLD.credit_code
          WHEN 'county' THEN county = OLD.county ELSE 1 END) > OLD.ceiling
    THEN RAISE(ABORT, '限额不够：别的办件已经先占用了。')
  END;
END
----
CREATE TRIGGER uses_stay BEFORE DELETE ON uses
BEGIN SELECT RAISE(ABORT, '限额台账不能删除。'); END
----
CREATE TRIGGER rulings_recorded BEFORE INSERT ON rulings
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM rulings WHERE id = NEW.id)
    THEN RAISE(ABORT, '裁定不能覆盖。')
    WHEN NOT EXISTS (
      SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role IN ('supervisor', 'administrator') AND active = 1)
    THEN RAISE(ABORT, '裁定由在岗的审批人或管理员记录。')
    WHEN trim(NEW.document) = '' OR trim(NEW.signer) = ''
    THEN RAISE(ABORT, '裁定须写明文号和签发人。')
    WHEN (NEW.subject = 'amount') IS NOT (NEW.case_id IS NOT NULL)
      OR (NEW.subject = 'amount') IS NOT (NEW.amount_fen IS NOT NULL)
      OR NOT coalesce(CASE NEW.subject
        WHEN 'reading' THEN NEW.reading_id <> '' AND NEW.choice <> '' AND NEW.percent IS NULL
        WHEN 'split' THEN NEW.county <> '' AND NEW.percent BETWEEN 0 AND 100
        WHEN 'rate' THEN NEW.measure <> '' AND NEW.percent BETWEEN 0 AND 100
        WHEN 'amount' THEN NEW.amount_fen >= 0 AND NEW.percent IS NULL END, 0)
    THEN RAISE(ABORT, '裁定的内容与裁定的对象不符。')
    WHEN NEW.case_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'returned'))
    THEN RAISE(ABORT, '一事一议的裁定须在办件提交以前记录；已提交的，须先退回。')
  END;
END
----
CREATE TRIGGER rulings_on_a_case AFTER INSERT ON rulings WHEN NEW.case_id IS NOT NULL
BEGIN
  INSERT INTO case_editors (case_id, person_id) SELECT NEW.case_id, NEW.recorded_by
  WHERE NOT EXISTS (SELECT 1 FROM case_editors WHERE case_id = NEW.case_id AND person_id = NEW.recorded_by);
END
----
CREATE TRIGGER rulings_unchanged BEFORE UPDATE ON rulings
BEGIN SELECT RAISE(ABORT, '裁定不能改；情况变了的，请另记一份新的裁定。'); END
----
CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings
BEGIN SELECT RAISE(ABORT, '裁定不能删除；情况变了的，请另记一份新的裁定。'); END
----
CREATE TRIGGER policy_packages_unchanged BEFORE UPDATE ON policy_packages
WHEN (OLD.policy_id, OLD.version, OLD.digest, OLD.content) IS NOT (NEW.policy_id, NEW.version, NEW.digest, NEW.content)
BEGIN SELECT RAISE(ABORT, '留存的政策包不能改。'); END
----
CREATE TRIGGER policy_packages_are_not_replaced BEFORE INSERT ON policy_packages
WHEN EXISTS (SELECT 1 FROM policy_packages WHERE policy_id = NEW.policy_id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, '留存的政策包不能覆盖。'); END
----
CREATE TRIGGER policy_packages_stay BEFORE DELETE ON policy_packages
BEGIN SELECT RAISE(ABORT, '留存的政策包不能删除。'); END
----
CREATE TRIGGER duplicate_reasons_are_not_replaced BEFORE INSERT ON duplicate_reasons
WHEN EXISTS (SELECT 1 FROM duplicate_reasons WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '查重说明不能覆盖。'); END
----
CREATE TRIGGER duplicate_reasons_unchanged BEFORE UPDATE ON duplicate_reasons
BEGIN SELECT RAISE(ABORT, '查重说明不能改。'); END
----
CREATE TRIGGER duplicate_reasons_stay BEFORE DELETE ON duplicate_reasons
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
  AND (OLD.other_case_id IS NULL OR EXISTS (SELECT 1 FROM cases WHERE id = OLD.other_case_id))
BEGIN SELECT RAISE(ABORT, '查重说明不能删除。'); END
