-- The life of a case after the papers are in. Where several rules forbid a statement, the first one speaks.
DROP TRIGGER IF EXISTS cases_updated
----
CREATE TRIGGER cases_updated BEFORE UPDATE ON cases
BEGIN
  SELECT CASE
    WHEN OLD.state IN ('rejected', 'lapsed', 'withdrawn', 'corrected', 'recovered')
      OR (OLD.state IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
      'refused', 'corrected', 'recovered')
        AND (NEW.state = OLD.state AND NEW.batch_id IS OLD.batch_id
          OR NEW.state NOT IN ('pending', 'returned')
          AND (OLD.entries, OLD.applied_on, OLD.changed_by, OLD.changed_at, OLD.reason, OLD.award_fen, OLD.award_city_fen,
           OLD.award_county_fen, OLD.award_reason, OLD.opinion, OLD.confirmed_flags, OLD.decided_by, OLD.decided_at,
           OLD.decider_name, OLD.decided_for, OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal,
           OLD.proposal_reason, OLD.policy_id, OLD.policy_version, OLD.facts, OLD.result, OLD.papers,
           OLD.applicant_snapshot, OLD.words, OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings,
           OLD.duplicates)
        IS NOT (NEW.entries, NEW.applied_on, NEW.changed_by, NEW.changed_at, NEW.reason, NEW.award_fen, NEW.award_city_fen,
           NEW.award_county_fen, NEW.award_reason, NEW.opinion, NEW.confirmed_flags, NEW.decided_by, NEW.decided_at,
           NEW.decider_name, NEW.decided_for, NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal,
           NEW.proposal_reason, NEW.policy_id, NEW.policy_version, NEW.facts, NEW.result, NEW.papers,
           NEW.applicant_snapshot, NEW.words, NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings,
           NEW.duplicates)))
    THEN RAISE(ABORT, '办件已办结，任何内容都不能再改。')
    WHEN (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at, OLD.corrects_id)
        IS NOT (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at, NEW.corrects_id)
    THEN RAISE(ABORT, '办件的编号、所属卷、事项和录入人不能改。')
    WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
      'draft>received', 'draft>pending', 'draft>withdrawn', 'received>supplement', 'received>accepted',
      'received>rejected', 'received>pending', 'received>withdrawn', 'supplement>received', 'supplement>lapsed',
      'supplement>withdrawn', 'accepted>pending', 'accepted>withdrawn', 'returned>pending', 'returned>withdrawn',
      'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>countersign', 'pending>refused',
      'countersign>supported', 'countersign>pending', 'countersign>returned', 'supported>pending',
      'supported>countersign', 'supported>publicised', 'supported>corrected', 'publicised>payable',
      'publicised>unfunded', 'publicised>corrected', 'unfunded>payable', 'unfunded>corrected', 'payable>unfunded',
      'payable>part_paid', 'payable>paid', 'payable>corrected', 'part_paid>paid', 'part_paid>payable',
      'paid>part_paid', 'paid>payable', 'paid>archived', 'part_paid>recovering', 'paid>recovering',
      'archived>recovering', 'recovering>recovered', 'refused>corrected')
    THEN RAISE(ABORT, '办件状态不能这样改变。')
    WHEN OLD.state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned')
      AND (OLD.entries, OLD.applied_on, OLD.changed_by, OLD.changed_at)
        IS NOT (NEW.entries, NEW.applied_on, NEW.changed_by, NEW.changed_at)
    THEN RAISE(ABORT, '办件已提交，内容不能再改；需要修改的，请先由审批人退回。')
    WHEN NOT (OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned') AND NEW.state = 'pending')
      AND (OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id,
           OLD.policy_version, OLD.facts, OLD.result, OLD.papers, OLD.applicant_snapshot, OLD.words,
           OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings, OLD.duplicates)
        IS NOT (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id,
           NEW.policy_version, NEW.facts, NEW.result, NEW.papers, NEW.applicant_snapshot, NEW.words,
           NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings, NEW.duplicates)
    THEN RAISE(ABORT, '提交时锁定的事实、测算和政策版本不能改。')
    WHEN OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned') AND NEW.state = 'pending'
      AND (NEW.facts IS NULL OR NEW.result IS NULL OR NEW.papers IS NULL OR NEW.applicant_snapshot IS NULL
        OR NEW.words IS NULL OR NEW.policy_id IS NULL OR NEW.policy_version IS NULL OR NEW.proposal IS NULL
        OR NEW.submitted_at IS NULL OR NEW.submitted_by IS NULL OR NEW.changed_by IS NOT NEW.submitted_by
        OR NEW.submissions <> OLD.submissions + 1
        OR (NEW.proposal = 'support' AND NEW.computed_fen IS NULL))
    THEN RAISE(ABORT, '提交时须同时锁定事实、测算、材料和政策版本。')
    WHEN OLD.received_on IS NOT NULL AND NEW.received_on IS NOT OLD.received_on
      OR OLD.accepted_on IS NOT NULL AND NEW.accepted_on IS NOT OLD.accepted_on
      OR OLD.supplement_due IS NOT NULL AND NEW.supplement_due IS NOT OLD.supplement_due
    THEN RAISE(ABORT, '接收、受理和补正期限的日期不能改。')
    WHEN NEW.state <> OLD.state AND (NEW.received_on IS NULL AND NEW.state NOT IN ('draft', 'withdrawn')
      OR NEW.accepted_on IS NULL
        AND NEW.state NOT IN ('draft', 'received', 'supplement', 'rejected', 'lapsed', 'withdrawn')
      OR NEW.supplement_due IS NULL AND NEW.state IN ('supplement', 'lapsed'))
    THEN RAISE(ABORT, '接收、受理和补正须记明日期。')
    WHEN OLD.state = 'supplement' AND NEW.state = 'lapsed' AND date(NEW.state_since) <= NEW.supplement_due
    THEN RAISE(ABORT, '补正期限还没有到，不能视为放弃。')
    WHEN NEW.state <> OLD.state AND trim(NEW.reason) = ''
      AND (NEW.state IN ('returned', 'withdrawn', 'refused', 'rejected')
        OR NEW.state = 'pending' AND OLD.state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
    THEN RAISE(ABORT, '退回、撤回、不予受理和不予支持须写明理由。')
    WHEN OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
      AND (NEW.decided_by IN (OLD.entered_by, OLD.changed_by, NEW.changed_by, NEW.submitted_by)
        OR NEW.decided_for IN (OLD.entered_by, OLD.changed_by)
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id
          AND person_id IN (NEW.decided_by, NEW.decided_for)))
    THEN RAISE(ABORT, '录入或修改过办件的人不能审批这件。')
    WHEN OLD.decided_by IS NULL AND NEW.decided_by IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.decided_by AND active = 1
          AND (role = 'supervisor' AND NEW.decided_for IS NULL OR EXISTS (
            SELECT 1 FROM deputies JOIN persons AS away ON away.id = deputies.person_id
            WHERE away.id = NEW.decided_for AND away.role = 'supervisor' AND away.active = 1
              AND deputies.deputy_id = NEW.decided_by AND date(NEW.decided_at) BETWEEN deputies.first_day AND deputies.last_day)))
    THEN RAISE(ABORT, '只有在岗的审批人才能审批。')
    WHEN (NEW.state IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
      'refused', 'corrected', 'recovered'))
        <> (NEW.decided_by IS NOT NULL)
      OR (NEW.decided_by IS NOT NULL) <> (NEW.decided_at IS NOT NULL)
      OR OLD.decided_by IS NULL AND NEW.decider_name IS NOT (SELECT name FROM persons WHERE id = NEW.decided_by)
    THEN RAISE(ABORT, '审批须记明审批人和时间。')
    WHEN OLD.decided_by IS NULL AND NEW.state IN ('supported', 'countersign')
      AND (NEW.proposal <> 'support' OR NEW.proposal IS NULL OR NEW.computed_fen IS NULL
        OR (NEW.city_fen IS NULL) <> (NEW.award_city_fen IS NULL)
        OR NEW.award_city_fen > NEW.city_fen OR NEW.award_county_fen > NEW.county_fen
        OR NEW.award_fen IS NULL OR NOT NEW.award_fen BETWEEN 0 AND NEW.computed_fen
        OR NEW.award_city_fen + NEW.award_county_fen <> NEW.award_fen)
    THEN RAISE(ABORT, '核定金额及其分担须以提交时的测算为限。')
    WHEN NEW.state IN ('supported', 'countersign') AND NEW.award_fen < NEW.computed_fen AND trim(NEW.award_reason) = ''
    THEN RAISE(ABORT, '核定金额少于测算金额的，须写明核减理由。')
    WHEN OLD.state = 'pending' AND NEW.state = 'supported' AND NEW.award_fen >= (SELECT CAST(value AS INTEGER) FROM bureau_settings WHERE key = 'second_signature_fen')
    THEN RAISE(ABORT, '金额达到两人签批的标准，须由第二位审批人复签。')
    WHEN (OLD.countersigned_by, OLD.countersigned_at, OLD.countersigner_name, OLD.countersigned_for)
        IS NOT (NEW.countersigned_by, NEW.countersigned_at, NEW.countersigner_name, NEW.countersigned_for)
      AND OLD.state || '>' || NEW.state NOT IN ('countersign>supported', 'supported>countersign')
      OR NEW.state = 'countersign' AND NEW.countersigned_by IS NOT NULL
    THEN RAISE(ABORT, '复签不能改。')
    WHEN OLD.state = 'countersign' AND NEW.state = 'supported'
      AND (NEW.countersigned_by IS NULL OR NEW.countersigned_at IS NULL
        OR NEW.countersigner_name IS NOT (SELECT name FROM persons WHERE id = NEW.countersigned_by)
        OR NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.countersigned_by AND active = 1
          AND (role = 'supervisor' AND NEW.countersigned_for IS NULL OR EXISTS (
            SELECT 1 FROM deputies JOIN persons AS away ON away.id = deputies.person_id
            WHERE away.id = NEW.countersigned_for AND away.role = 'supervisor' AND away.active = 1
              AND deputies.deputy_id = NEW.countersigned_by AND date(NEW.countersigned_at) BETWEEN deputies.first_day AND deputies.last_day)))
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id
          AND person_id IN (NEW.countersigned_by, NEW.countersigned_for))
        OR NEW.decided_by IN (NEW.countersigned_by, NEW.countersigned_for)
        OR NEW.decided_for IN (NEW.countersigned_by, NEW.countersigned_for))
    THEN RAISE(ABORT, '复签须由没有录入、修改或者第一次签批过这件的在岗审批人办理。')
    WHEN NEW.state NOT IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
      'corrected', 'recovered')
      AND coalesce(NEW.award_fen, NEW.award_city_fen, NEW.award_county_fen) IS NOT NULL
    THEN RAISE(ABORT, '没有同意的办件不能有核定金额。')
    WHEN (NEW.state IN ('corrected', 'recovering', 'recovered')) <> (NEW.closed_by IS NOT NULL)
      OR (NEW.closed_by IS NOT NULL) <> (NEW.closed_at IS NOT NULL)
      OR (NEW.closed_by IS NOT NULL) <> (trim(NEW.closing_reason) <> '')
      OR OLD.closed_by IS NOT NULL AND (OLD.closed_by, OLD.closed_at, OLD.closing_reason)
        IS NOT (NEW.closed_by, NEW.closed_at, NEW.closing_reason)
    THEN RAISE(ABORT, '更正和追回须记明办理人、时间和理由。')
    WHEN OLD.closed_by IS NULL AND NEW.closed_by IS NOT NULL
      AND (NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.closed_by AND role = 'supervisor' AND active = 1)
        OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.closed_by))
    THEN RAISE(ABORT, '更正和追回须由没有录入或修改过这件的在岗审批人办理。')
    WHEN NEW.batch_id IS NOT OLD.batch_id AND (OLD.state <> 'supported' OR NEW.state <> 'supported'
      OR EXISTS (SELECT 1 FROM batches WHERE id IN (OLD.batch_id, NEW.batch_id) AND posted_on IS NOT NULL))
    THEN RAISE(ABORT, '只有拟支持的办件才能列入或移出还没有公示的批次。')
    WHEN NEW.state <> OLD.state AND NEW.state = 'publicised'
      AND NOT EXISTS (SELECT 1 FROM batches WHERE id = NEW.batch_id AND posted_on IS NOT NULL AND minutes_number <> '')
    THEN RAISE(ABORT, '公示按批次办理，须先记录会议纪要和公示日期。')
    WHEN OLD.state = 'supported' AND NEW.state IN ('pending', 'countersign') AND OLD.batch_id IS NOT NULL
    THEN RAISE(ABORT, '这件已列入上会批次，请先移出批次。')
    WHEN OLD.state = 'publicised' AND NEW.state IN ('payable', 'unfunded')
      AND (EXISTS (SELECT 1 FROM batches WHERE id = OLD.batch_id AND last_day >= date(NEW.state_since))
        OR EXISTS (SELECT 1 FROM objections WHERE case_id = OLD.id AND (outcome IS NULL OR outcome = 'upheld')))
    THEN RAISE(ABORT, '公示期未满或者有没有了结的异议，不能进入拨付。')
    WHEN NEW.state = 'payable' AND OLD.state IN ('publicised', 'unfunded')
      AND ((SELECT coalesce(sum(amount_fen), 0) FROM payment_lines WHERE case_id = OLD.id) <> NEW.award_fen
        OR EXISTS (SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (
          SELECT 1 FROM budget_uses WHERE budget_uses.case_id = OLD.id AND budget_uses.state = 'committed'
            AND budget_uses.treasury = payment_lines.treasury
            AND budget_uses.amount_fen = payment_lines.amount_fen)))
    THEN RAISE(ABORT, '没有安排资金的办件不能进入待拨付。')
    WHEN NEW.state <> OLD.state
      AND (NEW.state = 'paid' AND EXISTS (
          SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
        OR NEW.state IN ('part_paid', 'paid') AND NOT EXISTS (
          SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
        OR NEW.state = 'part_paid' AND NOT EXISTS (
          SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
        OR NEW.state IN ('payable', 'unfunded', 'corrected') AND EXISTS (
          SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL)))
    THEN RAISE(ABORT, '办件状态与实际拨付不符。')
    WHEN NEW.state <> OLD.state AND (NEW.state = 'recovering'
        AND NOT EXISTS (SELECT 1 FROM recoveries WHERE case_id = OLD.id)
      OR NEW.state = 'recovered' AND NOT EXISTS (
        SELECT 1 FROM recoveries WHERE case_id = OLD.id AND repaid_on IS NOT NULL))
    THEN RAISE(ABORT, '追回须记明金额和期限，退款到账后才算追回。')
    WHEN NEW.state = 'pending' AND OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned')
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
    WHEN NEW.state IN ('supported', 'countersign') AND OLD.state IN ('pending', 'countersign')
      AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND submission = OLD.submissions AND state = 'reserved')
          IS NOT json_array_length(OLD.result, '$.uses')
        OR EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id AND submission <> OLD.submissions AND state = 'reserved'))
    THEN RAISE(ABORT, '没有按测算占用限额的办件不能同意。')
  END;
END
----
DROP TRIGGER IF EXISTS cases_move_their_uses
----
-- The lines follow the case in the same statement: no state of a case without that of its lines, nor the other way.
CREATE TRIGGER cases_move_their_uses AFTER UPDATE OF state ON cases
WHEN OLD.state || '>' || NEW.state IN ('pending>returned', 'pending>withdrawn', 'pending>refused', 'pending>supported',
  'countersign>supported', 'countersign>returned', 'supported>pending', 'supported>countersign')
  OR NEW.state <> OLD.state AND NEW.state IN ('corrected', 'recovered')
BEGIN
  UPDATE uses SET
    state = CASE WHEN NEW.state = 'supported' THEN 'committed'
      WHEN state = 'committed' AND NEW.state IN ('pending', 'countersign') THEN 'reserved'
      WHEN state = 'committed' THEN 'given_back' ELSE 'released' END,
    quantity = CASE WHEN NEW.state = 'supported' AND money THEN min(reserved, NEW.award_fen)
      WHEN NEW.state IN ('pending', 'countersign') THEN reserved ELSE quantity END,
    changed_at = NEW.state_since
  WHERE case_id = NEW.id AND state IN ('reserved', 'committed');
END
----
DROP TRIGGER IF EXISTS uses_reserved
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
      WHERE cases.id = NEW.case_id AND cases.state IN ('draft', 'received', 'supplement', 'accepted', 'returned')
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
DROP TRIGGER IF EXISTS uses_updated
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
        WHEN 'reserved>released' THEN state IN ('returned', 'withdrawn', 'refused')
        WHEN 'committed>reserved' THEN state IN ('pending', 'countersign') AND submissions = OLD.submission
        WHEN 'committed>given_back' THEN state IN ('corrected', 'recovered')
        ELSE 0 END)
    THEN RAISE(ABORT, '限额占用的状态只能随办件的状态改变。')
    WHEN NEW.quantity IS NOT CASE WHEN NEW.state = 'committed' AND OLD.money
      THEN min(OLD.reserved, (SELECT award_fen FROM cases WHERE id = OLD.case_id))
      WHEN NEW.state = 'reserved' THEN OLD.reserved ELSE OLD.quantity END
    THEN RAISE(ABORT, '限额台账的数量不能这样改变。')
    WHEN NEW.state IN ('committed', 'reserved') AND NEW.quantity + (
      SELECT coalesce(sum(quantity), 0) FROM uses
      WHERE limit_id = OLD.limit_id AND key = OLD.key AND policy_id = OLD.policy_id AND id <> OLD.id
        AND (state = 'committed' OR state = 'reserved' AND NEW.state = 'reserved') AND CASE OLD.belongs_to
          WHEN 'applicant' THEN applicant_id = OLD.applicant_id OR credit_code = OLD.credit_code
          WHEN 'county' THEN county = OLD.county ELSE 1 END) > OLD.ceiling
    THEN RAISE(ABORT, '限额不够：别的办件已经先占用了。')
  END;
END
----
DROP TRIGGER IF EXISTS rulings_recorded
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
      AND NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
    THEN RAISE(ABORT, '一事一议的裁定须在办件提交以前记录；已提交的，须先退回。')
  END;
END
----
DROP TRIGGER IF EXISTS checklist_open_for_insert
----
CREATE TRIGGER checklist_open_for_insert BEFORE INSERT ON checklist_entries
WHEN EXISTS (SELECT 1 FROM checklist_entries WHERE id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
DROP TRIGGER IF EXISTS checklist_open_for_update
----
CREATE TRIGGER checklist_open_for_update BEFORE UPDATE ON checklist_entries
WHEN (NEW.id, NEW.case_id) IS NOT (OLD.id, OLD.case_id)
  OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
DROP TRIGGER IF EXISTS checklist_open_for_delete
----
CREATE TRIGGER checklist_open_for_delete BEFORE DELETE ON checklist_entries
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id AND state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned'))
BEGIN SELECT RAISE(ABORT, '办件已提交，材料清单不能再改。'); END
----
CREATE TRIGGER payment_lines_inserted BEFORE INSERT ON payment_lines
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM payment_lines WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('publicised', 'unfunded')
        AND NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM payment_lines WHERE case_id = NEW.case_id)
          <= award_fen)
    THEN RAISE(ABORT, '拨付分担只能在安排资金时按核定金额登记。')
  END;
END
----
CREATE TRIGGER payment_lines_unchanged BEFORE UPDATE ON payment_lines
BEGIN SELECT RAISE(ABORT, '拨付分担不能改。'); END
----
CREATE TRIGGER payment_lines_stay BEFORE DELETE ON payment_lines
BEGIN SELECT RAISE(ABORT, '拨付分担不能删除。'); END
----
CREATE TRIGGER payments_inserted BEFORE INSERT ON payments
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM payments WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN trim(NEW.voucher) = '' OR trim(NEW.account_name) = '' OR trim(NEW.account_number) = ''
    THEN RAISE(ABORT, '拨付须写明凭证号和收款账户。')
    WHEN NEW.returned_on IS NOT NULL OR NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.by_id AND active = 1)
    THEN RAISE(ABORT, '拨付须由在岗人员登记。')
    WHEN EXISTS (SELECT 1 FROM payments WHERE line_id = NEW.line_id AND returned_on IS NULL)
    THEN RAISE(ABORT, '这一笔已经拨付过，不能再付。')
    WHEN NOT EXISTS (SELECT 1 FROM payment_lines JOIN cases ON cases.id = payment_lines.case_id
        WHERE payment_lines.id = NEW.line_id AND payment_lines.amount_fen = NEW.amount_fen
          AND cases.state IN ('payable', 'part_paid'))
    THEN RAISE(ABORT, '只能按核定金额拨付待拨付的办件。')
  END;
END
----
CREATE TRIGGER payments_updated BEFORE UPDATE ON payments
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.line_id, OLD.amount_fen, OLD.paid_on, OLD.voucher, OLD.account_name, OLD.bank_name,
        OLD.bank_branch_code, OLD.account_number, OLD.by_id, OLD.at)
        IS NOT (NEW.id, NEW.line_id, NEW.amount_fen, NEW.paid_on, NEW.voucher, NEW.account_name, NEW.bank_name,
        NEW.bank_branch_code, NEW.account_number, NEW.by_id, NEW.at)
      OR OLD.returned_on IS NOT NULL OR NEW.returned_on IS NULL OR trim(NEW.return_reason) = ''
      OR NEW.returned_by IS NULL
    THEN RAISE(ABORT, '拨付记录只能登记一次退汇，别的不能改。')
    WHEN NOT EXISTS (SELECT 1 FROM payment_lines JOIN cases ON cases.id = payment_lines.case_id
        WHERE payment_lines.id = OLD.line_id AND cases.state IN ('part_paid', 'paid'))
    THEN RAISE(ABORT, '这件现在不能登记退汇。')
  END;
END
----
CREATE TRIGGER payments_stay BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, '拨付记录不能删除。'); END
----
CREATE TRIGGER account_changes_inserted BEFORE INSERT ON account_changes
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM account_changes WHERE case_id = NEW.case_id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN trim(NEW.document) = '' OR NOT EXISTS (
        SELECT 1 FROM payments JOIN payment_lines ON payment_lines.id = payments.line_id
        WHERE payment_lines.case_id = NEW.case_id AND payments.returned_on IS NOT NULL)
    THEN RAISE(ABORT, '只有退汇以后才能凭确认书变更一次账户。')
  END;
END
----
CREATE TRIGGER account_changes_unchanged BEFORE UPDATE ON account_changes
BEGIN SELECT RAISE(ABORT, '账户只能变更一次。'); END
----
CREATE TRIGGER account_changes_stay BEFORE DELETE ON account_changes
BEGIN SELECT RAISE(ABORT, '账户变更不能删除。'); END
----
CREATE TRIGGER recoveries_inserted BEFORE INSERT ON recoveries
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM recoveries WHERE case_id = NEW.case_id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NEW.repaid_on IS NOT NULL OR NEW.due_on < NEW.notified_on OR NOT EXISTS (
        SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('part_paid', 'paid', 'archived')
          AND NEW.amount_fen = (SELECT coalesce(sum(payments.amount_fen), 0) FROM payments
            JOIN payment_lines ON payment_lines.id = payments.line_id
            WHERE payment_lines.case_id = NEW.case_id AND payments.returned_on IS NULL))
    THEN RAISE(ABORT, '追回的金额应为实际拨付的金额。')
  END;
END
----
CREATE TRIGGER recoveries_updated BEFORE UPDATE ON recoveries
BEGIN
  SELECT CASE
    WHEN (OLD.case_id, OLD.amount_fen, OLD.notified_on, OLD.due_on)
        IS NOT (NEW.case_id, NEW.amount_fen, NEW.notified_on, NEW.due_on)
      OR OLD.repaid_on IS NOT NULL OR NEW.repaid_on IS NULL OR trim(NEW.voucher) = '' OR NEW.repaid_to IS NULL
    THEN RAISE(ABORT, '追回记录只能登记一次退款，别的不能改。')
  END;
END
----
CREATE TRIGGER recoveries_stay BEFORE DELETE ON recoveries
BEGIN SELECT RAISE(ABORT, '追回记录不能删除。'); END
----
CREATE TRIGGER objections_inserted BEFORE INSERT ON objections
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM objections WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NEW.outcome IS NOT NULL OR trim(NEW.content) = ''
      OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state = 'publicised')
    THEN RAISE(ABORT, '异议在公示期间登记，须写明内容。')
  END;
END
----
CREATE TRIGGER objections_updated BEFORE UPDATE ON objections
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.case_id, OLD.received_on, OLD.objector, OLD.contact, OLD.content, OLD.recorded_by,
        OLD.recorded_at)
        IS NOT (NEW.id, NEW.case_id, NEW.received_on, NEW.objector, NEW.contact, NEW.content, NEW.recorded_by,
        NEW.recorded_at)
      OR OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR trim(NEW.answer) = '' OR NEW.answered_on IS NULL
      OR NEW.answered_by IS NULL
    THEN RAISE(ABORT, '异议只能答复一次，别的不能改。')
  END;
END
----
CREATE TRIGGER objections_stay BEFORE DELETE ON objections
BEGIN SELECT RAISE(ABORT, '异议不能删除。'); END
----
CREATE TRIGGER budget_entries_inserted BEFORE INSERT ON budget_entries
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM budget_entries WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN trim(NEW.document) = '' OR NEW.treasury = ''
    THEN RAISE(ABORT, '预算须写明文件。')
    WHEN NEW.amount_fen < 0 AND NEW.amount_fen + (
        SELECT coalesce(sum(amount_fen), 0) FROM budget_entries
        WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause) < (
        SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
        WHERE year = NEW.year AND treasury = NEW.treasury AND NEW.clause IN ('', clause) AND state <> 'released')
    THEN RAISE(ABORT, '预算不能减到已经安排的金额以下。')
  END;
END
----
CREATE TRIGGER budget_entries_unchanged BEFORE UPDATE ON budget_entries
BEGIN SELECT RAISE(ABORT, '预算记录不能改；有变动的，请另记一笔。'); END
----
CREATE TRIGGER budget_entries_stay BEFORE DELETE ON budget_entries
BEGIN SELECT RAISE(ABORT, '预算记录不能删除。'); END
----
CREATE TRIGGER budget_uses_inserted BEFORE INSERT ON budget_uses
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM budget_uses WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NEW.state NOT IN ('reserved', 'committed')
      OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('supported', 'publicised', 'unfunded'))
      OR EXISTS (SELECT 1 FROM budget_uses WHERE case_id = NEW.case_id AND treasury = NEW.treasury
        AND state <> 'released')
    THEN RAISE(ABORT, '资金只能为同意支持、还没有安排资金的办件安排一次。')
    WHEN NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
        WHERE year = NEW.year AND treasury = NEW.treasury AND  state <> 'released') > coalesce(
        (SELECT sum(amount_fen) FROM budget_entries
        WHERE year = NEW.year AND treasury = NEW.treasury AND clause = ''), CASE WHEN NEW.treasury = 'city' THEN 0 ELSE NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
        WHERE year = NEW.year AND treasury = NEW.treasury AND  state <> 'released') END)
      OR NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
        WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause AND state <> 'released') > (SELECT sum(amount_fen) FROM budget_entries
        WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause)
    THEN RAISE(ABORT, '年度预算不够：别的办件已经先安排了资金。')
  END;
END
----
CREATE TRIGGER budget_uses_updated BEFORE UPDATE ON budget_uses
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.case_id, OLD.year, OLD.treasury, OLD.clause, OLD.amount_fen, OLD.at)
        IS NOT (NEW.id, NEW.case_id, NEW.year, NEW.treasury, NEW.clause, NEW.amount_fen, NEW.at)
      OR OLD.state || '>' || NEW.state NOT IN ('reserved>committed', 'reserved>released', 'committed>paid',
        'committed>released', 'paid>committed', 'paid>released')
    THEN RAISE(ABORT, '资金安排只能改变状态。')
  END;
END
----
CREATE TRIGGER budget_uses_stay BEFORE DELETE ON budget_uses
BEGIN SELECT RAISE(ABORT, '资金安排不能删除。'); END
----
CREATE TRIGGER batches_inserted BEFORE INSERT ON batches
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM batches WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
    WHEN NEW.posted_on IS NOT NULL OR NEW.minutes_number <> ''
    THEN RAISE(ABORT, '批次只能从登记开始。')
  END;
END
----
CREATE TRIGGER batches_updated BEFORE UPDATE ON batches
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.number, OLD.year, OLD.opened_by, OLD.opened_at)
        IS NOT (NEW.id, NEW.number, NEW.year, NEW.opened_by, NEW.opened_at)
      OR OLD.posted_on IS NOT NULL AND (OLD.minutes_number, OLD.minutes_on, OLD.posted_on, OLD.first_day, OLD.last_day, OLD.days, OLD.working, OLD.place)
        IS NOT (NEW.minutes_number, NEW.minutes_on, NEW.posted_on, NEW.first_day, NEW.last_day, NEW.days, NEW.working, NEW.place)
    THEN RAISE(ABORT, '已公示的批次不能再改。')
    WHEN NEW.posted_on IS NOT NULL AND (NEW.minutes_number = '' OR NEW.last_day <= NEW.posted_on)
    THEN RAISE(ABORT, '公示须有会议纪要，最后一天在发布以后。')
  END;
END
----
CREATE TRIGGER batches_stay BEFORE DELETE ON batches
BEGIN SELECT RAISE(ABORT, '批次不能删除。'); END
----
CREATE TRIGGER case_steps_inserted BEFORE INSERT ON case_steps
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM case_steps WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
  END;
END
----
CREATE TRIGGER case_steps_unchanged BEFORE UPDATE ON case_steps
BEGIN SELECT RAISE(ABORT, '核查记录不能改。'); END
----
CREATE TRIGGER case_steps_stay BEFORE DELETE ON case_steps
WHEN EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id)
BEGIN SELECT RAISE(ABORT, '核查记录不能删除。'); END
----
CREATE TRIGGER deputies_inserted BEFORE INSERT ON deputies
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM deputies WHERE id = NEW.id)
    THEN RAISE(ABORT, '已有的记录不能覆盖。')
  END;
END
----
CREATE TRIGGER deputies_updated BEFORE UPDATE ON deputies
BEGIN
  SELECT CASE
    WHEN (OLD.id, OLD.person_id, OLD.deputy_id, OLD.first_day, OLD.reason, OLD.recorded_by, OLD.recorded_at)
        IS NOT (NEW.id, NEW.person_id, NEW.deputy_id, NEW.first_day, NEW.reason, NEW.recorded_by, NEW.recorded_at)
      OR NEW.last_day > OLD.last_day
    THEN RAISE(ABORT, '代办只能提前结束。')
  END;
END
----
CREATE TRIGGER deputies_stay BEFORE DELETE ON deputies
BEGIN SELECT RAISE(ABORT, '代办记录不能删除。'); END
