-- The life of a case after the papers are in. Sentences as in 0003_sqlite.sql.
CREATE OR REPLACE FUNCTION ycdesk_case_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('rejected', 'lapsed', 'withdrawn', 'corrected', 'recovered')
    OR (OLD.state IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
    'refused', 'corrected', 'recovered')
      AND (NEW.state = OLD.state AND NEW.batch_id IS NOT DISTINCT FROM OLD.batch_id
        OR NEW.state NOT IN ('pending', 'returned')
        AND (OLD.entries::text, OLD.applied_on, OLD.changed_by, OLD.changed_at, OLD.reason, OLD.award_fen, OLD.award_city_fen,
         OLD.award_county_fen, OLD.award_reason, OLD.opinion, OLD.confirmed_flags::text, OLD.decided_by, OLD.decided_at,
         OLD.decider_name, OLD.decided_for, OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal,
         OLD.proposal_reason, OLD.policy_id, OLD.policy_version, OLD.facts::text, OLD.result::text, OLD.papers::text,
         OLD.applicant_snapshot::text, OLD.words::text, OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings::text,
         OLD.duplicates::text)
      IS DISTINCT FROM (NEW.entries::text, NEW.applied_on, NEW.changed_by, NEW.changed_at, NEW.reason, NEW.award_fen, NEW.award_city_fen,
         NEW.award_county_fen, NEW.award_reason, NEW.opinion, NEW.confirmed_flags::text, NEW.decided_by, NEW.decided_at,
         NEW.decider_name, NEW.decided_for, NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal,
         NEW.proposal_reason, NEW.policy_id, NEW.policy_version, NEW.facts::text, NEW.result::text, NEW.papers::text,
         NEW.applicant_snapshot::text, NEW.words::text, NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings::text,
         NEW.duplicates::text))) THEN
    PERFORM ycdesk_refuse('办件已办结，任何内容都不能再改。');
  END IF;
  IF (OLD.id, OLD.number, OLD.dossier_id, OLD.measure, OLD.entered_by, OLD.entered_at, OLD.corrects_id)
      IS DISTINCT FROM (NEW.id, NEW.number, NEW.dossier_id, NEW.measure, NEW.entered_by, NEW.entered_at, NEW.corrects_id) THEN
    PERFORM ycdesk_refuse('办件的编号、所属卷、事项和录入人不能改。');
  END IF;
  IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN (
    'draft>received', 'draft>pending', 'draft>withdrawn', 'received>supplement', 'received>accepted',
    'received>rejected', 'received>pending', 'received>withdrawn', 'supplement>received', 'supplement>lapsed',
    'supplement>withdrawn', 'accepted>pending', 'accepted>withdrawn', 'returned>pending', 'returned>withdrawn',
    'pending>withdrawn', 'pending>returned', 'pending>supported', 'pending>countersign', 'pending>refused',
    'countersign>supported', 'countersign>pending', 'countersign>returned', 'supported>pending',
    'supported>countersign', 'supported>publicised', 'supported>corrected', 'publicised>payable',
    'publicised>unfunded', 'publicised>corrected', 'unfunded>payable', 'unfunded>corrected', 'payable>unfunded',
    'payable>part_paid', 'payable>paid', 'payable>corrected', 'part_paid>paid', 'part_paid>payable',
    'paid>part_paid', 'paid>payable', 'paid>archived', 'part_paid>recovering', 'paid>recovering',
    'archived>recovering', 'recovering>recovered', 'refused>corrected') THEN
    PERFORM ycdesk_refuse('办件状态不能这样改变。');
  END IF;
  IF OLD.state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned')
    AND (OLD.entries::text, OLD.applied_on, OLD.changed_by, OLD.changed_at)
      IS DISTINCT FROM (NEW.entries::text, NEW.applied_on, NEW.changed_by, NEW.changed_at) THEN
    PERFORM ycdesk_refuse('办件已提交，内容不能再改；需要修改的，请先由审批人退回。');
  END IF;
  IF NOT (OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned') AND NEW.state = 'pending')
    AND (OLD.submissions, OLD.submitted_by, OLD.submitted_at, OLD.proposal, OLD.proposal_reason, OLD.policy_id,
         OLD.policy_version, OLD.facts::text, OLD.result::text, OLD.papers::text, OLD.applicant_snapshot::text, OLD.words::text,
         OLD.computed_fen, OLD.city_fen, OLD.county_fen, OLD.rulings::text, OLD.duplicates::text)
      IS DISTINCT FROM (NEW.submissions, NEW.submitted_by, NEW.submitted_at, NEW.proposal, NEW.proposal_reason, NEW.policy_id,
         NEW.policy_version, NEW.facts::text, NEW.result::text, NEW.papers::text, NEW.applicant_snapshot::text, NEW.words::text,
         NEW.computed_fen, NEW.city_fen, NEW.county_fen, NEW.rulings::text, NEW.duplicates::text) THEN
    PERFORM ycdesk_refuse('提交时锁定的事实、测算和政策版本不能改。');
  END IF;
  IF OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned') AND NEW.state = 'pending'
    AND (NEW.facts IS NULL OR NEW.result IS NULL OR NEW.papers IS NULL OR NEW.applicant_snapshot IS NULL
      OR NEW.words IS NULL OR NEW.policy_id IS NULL OR NEW.policy_version IS NULL OR NEW.proposal IS NULL
      OR NEW.submitted_at IS NULL OR NEW.submitted_by IS NULL OR NEW.changed_by IS DISTINCT FROM NEW.submitted_by
      OR NEW.submissions <> OLD.submissions + 1
      OR (NEW.proposal = 'support' AND NEW.computed_fen IS NULL)) THEN
    PERFORM ycdesk_refuse('提交时须同时锁定事实、测算、材料和政策版本。');
  END IF;
  IF OLD.received_on IS NOT NULL AND NEW.received_on IS DISTINCT FROM OLD.received_on
    OR OLD.accepted_on IS NOT NULL AND NEW.accepted_on IS DISTINCT FROM OLD.accepted_on
    OR OLD.supplement_due IS NOT NULL AND NEW.supplement_due IS DISTINCT FROM OLD.supplement_due THEN
    PERFORM ycdesk_refuse('接收、受理和补正期限的日期不能改。');
  END IF;
  IF NEW.state <> OLD.state AND (NEW.received_on IS NULL AND NEW.state NOT IN ('draft', 'withdrawn')
    OR NEW.accepted_on IS NULL
      AND NEW.state NOT IN ('draft', 'received', 'supplement', 'rejected', 'lapsed', 'withdrawn')
    OR NEW.supplement_due IS NULL AND NEW.state IN ('supplement', 'lapsed')) THEN
    PERFORM ycdesk_refuse('接收、受理和补正须记明日期。');
  END IF;
  IF OLD.state = 'supplement' AND NEW.state = 'lapsed' AND NEW.state_since::date <= NEW.supplement_due THEN
    PERFORM ycdesk_refuse('补正期限还没有到，不能视为放弃。');
  END IF;
  IF NEW.state <> OLD.state AND trim(NEW.reason) = ''
    AND (NEW.state IN ('returned', 'withdrawn', 'refused', 'rejected')
      OR NEW.state = 'pending' AND OLD.state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned')) THEN
    PERFORM ycdesk_refuse('退回、撤回、不予受理和不予支持须写明理由。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.decided_by IN (OLD.entered_by, OLD.changed_by, NEW.changed_by, NEW.submitted_by)
      OR NEW.decided_for IN (OLD.entered_by, OLD.changed_by)
      OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id
        AND person_id IN (NEW.decided_by, NEW.decided_for))) THEN
    PERFORM ycdesk_refuse('录入或修改过办件的人不能审批这件。');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.decided_by AND active
        AND (role = 'supervisor' AND NEW.decided_for IS NULL OR EXISTS (
          SELECT 1 FROM deputies JOIN persons AS away ON away.id = deputies.person_id
          WHERE away.id = NEW.decided_for AND away.role = 'supervisor' AND away.active
            AND deputies.deputy_id = NEW.decided_by AND NEW.decided_at::date BETWEEN deputies.first_day AND deputies.last_day))) THEN
    PERFORM ycdesk_refuse('只有在岗的审批人才能审批。');
  END IF;
  IF OLD.decided_by IS NULL AND NEW.state IN ('supported', 'countersign')
    AND (NEW.proposal <> 'support' OR NEW.proposal IS NULL OR NEW.computed_fen IS NULL
      OR (NEW.city_fen IS NULL) <> (NEW.award_city_fen IS NULL)
      OR NEW.award_city_fen > NEW.city_fen OR NEW.award_county_fen > NEW.county_fen
      OR NEW.award_fen IS NULL OR NOT NEW.award_fen BETWEEN 0 AND NEW.computed_fen
      OR NEW.award_city_fen + NEW.award_county_fen <> NEW.award_fen) THEN
    PERFORM ycdesk_refuse('核定金额及其分担须以提交时的测算为限。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_case_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.state IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
    'refused', 'corrected', 'recovered'))
      <> (NEW.decided_by IS NOT NULL)
    OR (NEW.decided_by IS NOT NULL) <> (NEW.decided_at IS NOT NULL)
    OR OLD.decided_by IS NULL AND NEW.decider_name IS DISTINCT FROM (SELECT name FROM persons WHERE id = NEW.decided_by) THEN
    PERFORM ycdesk_refuse('审批须记明审批人和时间。');
  END IF;
  IF NEW.state IN ('supported', 'countersign') AND NEW.award_fen < NEW.computed_fen AND trim(NEW.award_reason) = '' THEN
    PERFORM ycdesk_refuse('核定金额少于测算金额的，须写明核减理由。');
  END IF;
  IF OLD.state = 'pending' AND NEW.state = 'supported' AND NEW.award_fen >= (SELECT value::bigint FROM bureau_settings WHERE key = 'second_signature_fen') THEN
    PERFORM ycdesk_refuse('金额达到两人签批的标准，须由第二位审批人复签。');
  END IF;
  IF (OLD.countersigned_by, OLD.countersigned_at, OLD.countersigner_name, OLD.countersigned_for)
      IS DISTINCT FROM (NEW.countersigned_by, NEW.countersigned_at, NEW.countersigner_name, NEW.countersigned_for)
    AND OLD.state || '>' || NEW.state NOT IN ('countersign>supported', 'supported>countersign')
    OR NEW.state = 'countersign' AND NEW.countersigned_by IS NOT NULL THEN
    PERFORM ycdesk_refuse('复签不能改。');
  END IF;
  IF OLD.state = 'countersign' AND NEW.state = 'supported'
    AND (NEW.countersigned_by IS NULL OR NEW.countersigned_at IS NULL
      OR NEW.countersigner_name IS DISTINCT FROM (SELECT name FROM persons WHERE id = NEW.countersigned_by)
      OR NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.countersigned_by AND active
        AND (role = 'supervisor' AND NEW.countersigned_for IS NULL OR EXISTS (
          SELECT 1 FROM deputies JOIN persons AS away ON away.id = deputies.person_id
          WHERE away.id = NEW.countersigned_for AND away.role = 'supervisor' AND away.active
            AND deputies.deputy_id = NEW.countersigned_by AND NEW.countersigned_at::date BETWEEN deputies.first_day AND deputies.last_day)))
      OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id
        AND person_id IN (NEW.countersigned_by, NEW.countersigned_for))
      OR NEW.decided_by IN (NEW.countersigned_by, NEW.countersigned_for)
      OR NEW.decided_for IN (NEW.countersigned_by, NEW.countersigned_for)) THEN
    PERFORM ycdesk_refuse('复签须由没有录入、修改或者第一次签批过这件的在岗审批人办理。');
  END IF;
  IF NEW.state NOT IN ('countersign', 'supported', 'publicised', 'unfunded', 'payable', 'part_paid', 'paid', 'archived', 'recovering',
    'corrected', 'recovered')
    AND coalesce(NEW.award_fen, NEW.award_city_fen, NEW.award_county_fen) IS NOT NULL THEN
    PERFORM ycdesk_refuse('没有同意的办件不能有核定金额。');
  END IF;
  IF (NEW.state IN ('corrected', 'recovering', 'recovered')) <> (NEW.closed_by IS NOT NULL)
    OR (NEW.closed_by IS NOT NULL) <> (NEW.closed_at IS NOT NULL)
    OR (NEW.closed_by IS NOT NULL) <> (trim(NEW.closing_reason) <> '')
    OR OLD.closed_by IS NOT NULL AND (OLD.closed_by, OLD.closed_at, OLD.closing_reason)
      IS DISTINCT FROM (NEW.closed_by, NEW.closed_at, NEW.closing_reason) THEN
    PERFORM ycdesk_refuse('更正和追回须记明办理人、时间和理由。');
  END IF;
  IF OLD.closed_by IS NULL AND NEW.closed_by IS NOT NULL
    AND (NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.closed_by AND role = 'supervisor' AND active)
      OR EXISTS (SELECT 1 FROM case_editors WHERE case_id = OLD.id AND person_id = NEW.closed_by)) THEN
    PERFORM ycdesk_refuse('更正和追回须由没有录入或修改过这件的在岗审批人办理。');
  END IF;
  IF NEW.batch_id IS DISTINCT FROM OLD.batch_id AND (OLD.state <> 'supported' OR NEW.state <> 'supported'
    OR EXISTS (SELECT 1 FROM batches WHERE id IN (OLD.batch_id, NEW.batch_id) AND posted_on IS NOT NULL)) THEN
    PERFORM ycdesk_refuse('只有拟支持的办件才能列入或移出还没有公示的批次。');
  END IF;
  IF NEW.state <> OLD.state AND NEW.state = 'publicised'
    AND NOT EXISTS (SELECT 1 FROM batches WHERE id = NEW.batch_id AND posted_on IS NOT NULL AND minutes_number <> '') THEN
    PERFORM ycdesk_refuse('公示按批次办理，须先记录会议纪要和公示日期。');
  END IF;
  IF OLD.state = 'supported' AND NEW.state IN ('pending', 'countersign') AND OLD.batch_id IS NOT NULL THEN
    PERFORM ycdesk_refuse('这件已列入上会批次，请先移出批次。');
  END IF;
  IF OLD.state = 'publicised' AND NEW.state IN ('payable', 'unfunded')
    AND (EXISTS (SELECT 1 FROM batches WHERE id = OLD.batch_id AND last_day >= NEW.state_since::date)
      OR EXISTS (SELECT 1 FROM objections WHERE case_id = OLD.id AND (outcome IS NULL OR outcome = 'upheld'))) THEN
    PERFORM ycdesk_refuse('公示期未满或者有没有了结的异议，不能进入拨付。');
  END IF;
  IF NEW.state = 'payable' AND OLD.state IN ('publicised', 'unfunded')
    AND ((SELECT coalesce(sum(amount_fen), 0) FROM payment_lines WHERE case_id = OLD.id) <> NEW.award_fen
      OR EXISTS (SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (
        SELECT 1 FROM budget_uses WHERE budget_uses.case_id = OLD.id AND budget_uses.state = 'committed'
          AND budget_uses.treasury = payment_lines.treasury
          AND budget_uses.amount_fen = payment_lines.amount_fen))) THEN
    PERFORM ycdesk_refuse('没有安排资金的办件不能进入待拨付。');
  END IF;
  IF NEW.state <> OLD.state
    AND (NEW.state = 'paid' AND EXISTS (
        SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
      OR NEW.state IN ('part_paid', 'paid') AND NOT EXISTS (
        SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
      OR NEW.state = 'part_paid' AND NOT EXISTS (
        SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND NOT EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))
      OR NEW.state IN ('payable', 'unfunded', 'corrected') AND EXISTS (
        SELECT 1 FROM payment_lines WHERE case_id = OLD.id AND EXISTS (SELECT 1 FROM payments WHERE payments.line_id = payment_lines.id AND returned_on IS NULL))) THEN
    PERFORM ycdesk_refuse('办件状态与实际拨付不符。');
  END IF;
  IF NEW.state <> OLD.state AND (NEW.state = 'recovering'
      AND NOT EXISTS (SELECT 1 FROM recoveries WHERE case_id = OLD.id)
    OR NEW.state = 'recovered' AND NOT EXISTS (
      SELECT 1 FROM recoveries WHERE case_id = OLD.id AND repaid_on IS NOT NULL)) THEN
    PERFORM ycdesk_refuse('追回须记明金额和期限，退款到账后才算追回。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_in_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'pending' AND OLD.state IN ('draft', 'received', 'supplement', 'accepted', 'returned')
    AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND state = 'reserved')
        IS DISTINCT FROM (CASE NEW.proposal WHEN 'support' THEN json_array_length(NEW.result -> 'uses') ELSE 0 END)
      OR EXISTS (
        SELECT 1 FROM uses WHERE case_id = OLD.id AND state = 'reserved'
          AND NOT (submission = NEW.submissions AND policy_id IN ('', NEW.policy_id) AND EXISTS (
            SELECT 1 FROM json_array_elements(NEW.result -> 'uses') AS used,
              json_array_elements(NEW.result -> 'limits') AS held
            WHERE used ->> 'limit' = uses.limit_id AND coalesce(used ->> 'key', '') = uses.key
              AND uses.reserved = CASE WHEN uses.money THEN (used ->> 'amount')::numeric * 100
                ELSE (used ->> 'count')::numeric END
              AND held ->> 'limit' = uses.limit_id AND coalesce(held ->> 'key', '') = uses.key
              AND uses.ceiling IS NOT DISTINCT FROM
                (held ->> 'ceiling')::numeric * CASE WHEN uses.money THEN 100 ELSE 1 END)))) THEN
    PERFORM ycdesk_refuse('提交时须按测算同时占用限额。');
  END IF;
  IF NEW.state IN ('supported', 'countersign') AND OLD.state IN ('pending', 'countersign')
    AND ((SELECT count(*) FROM uses WHERE case_id = OLD.id AND submission = OLD.submissions AND state = 'reserved')
        IS DISTINCT FROM json_array_length(OLD.result -> 'uses')
      OR EXISTS (SELECT 1 FROM uses WHERE case_id = OLD.id AND submission <> OLD.submissions AND state = 'reserved'))
  THEN
    PERFORM ycdesk_refuse('没有按测算占用限额的办件不能同意。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_case_moves_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE uses SET
    state = CASE WHEN NEW.state = 'supported' THEN 'committed'
      WHEN state = 'committed' AND NEW.state IN ('pending', 'countersign') THEN 'reserved'
      WHEN state = 'committed' THEN 'given_back' ELSE 'released' END,
    quantity = CASE WHEN NEW.state = 'supported' AND money THEN least(reserved, NEW.award_fen)
      WHEN NEW.state IN ('pending', 'countersign') THEN reserved ELSE quantity END,
    changed_at = NEW.state_since
  WHERE case_id = NEW.id AND state IN ('reserved', 'committed');
  RETURN NULL;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_use_reserved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IS DISTINCT FROM 'reserved' OR NEW.quantity <> NEW.reserved OR NEW.quantity <= 0 THEN
    PERFORM ycdesk_refuse('限额台账只能从占用开始记。');
  END IF;
  -- A transaction that keeps to an older state of the tables would not see who was faster.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    PERFORM ycdesk_refuse('占用限额的事务须为 READ COMMITTED 级别。');
  END IF;
  -- Whoever submits this case at this moment, or gives the applicant another credit code, waits.
  PERFORM 1 FROM cases JOIN dossiers ON dossiers.id = cases.dossier_id
      JOIN applicants ON applicants.id = dossiers.applicant_id
    WHERE cases.id = NEW.case_id AND cases.state IN ('draft', 'received', 'supplement', 'accepted', 'returned')
      AND cases.submissions + 1 = NEW.submission AND applicants.id = NEW.applicant_id
      AND applicants.credit_code IS NOT DISTINCT FROM NEW.credit_code AND applicants.county = NEW.county
    FOR UPDATE OF cases FOR SHARE OF applicants;
  IF NOT FOUND THEN
    PERFORM ycdesk_refuse('只有提交办件时才能为它的申报主体占用限额。');
  END IF;
  -- One after the other, also for who writes without the program's own lock.
  PERFORM pg_advisory_xact_lock(hashtext(NEW.limit_id || '|' || NEW.key));
  IF NEW.quantity + (
    SELECT coalesce(sum(quantity), 0) FROM uses
    WHERE limit_id = NEW.limit_id AND key = NEW.key AND policy_id = NEW.policy_id
      AND state IN ('reserved', 'committed') AND CASE NEW.belongs_to
        WHEN 'applicant' THEN applicant_id = NEW.applicant_id OR credit_code = NEW.credit_code
        WHEN 'county' THEN county = NEW.county ELSE TRUE END) > NEW.ceiling THEN
    PERFORM ycdesk_refuse('限额不够：别的办件已经先占用了。');
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_use_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.case_id, OLD.submission, OLD.policy_id, OLD.limit_id, OLD.belongs_to, OLD.applicant_id,
    OLD.credit_code, OLD.county, OLD.key, OLD.money, OLD.reserved, OLD.ceiling, OLD.at)
    IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.submission, NEW.policy_id, NEW.limit_id, NEW.belongs_to, NEW.applicant_id,
    NEW.credit_code, NEW.county, NEW.key, NEW.money, NEW.reserved, NEW.ceiling, NEW.at) THEN
    PERFORM ycdesk_refuse('限额台账只能改变占用的状态。');
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM cases WHERE id = OLD.case_id AND CASE OLD.state || '>' || NEW.state
      WHEN 'reserved>committed' THEN state = 'supported' AND submissions = OLD.submission
      WHEN 'reserved>released' THEN state IN ('returned', 'withdrawn', 'refused')
      WHEN 'committed>reserved' THEN state IN ('pending', 'countersign') AND submissions = OLD.submission
      WHEN 'committed>given_back' THEN state IN ('corrected', 'recovered')
      ELSE FALSE END) THEN
    PERFORM ycdesk_refuse('限额占用的状态只能随办件的状态改变。');
  END IF;
  IF NEW.quantity IS DISTINCT FROM (CASE WHEN NEW.state = 'committed' AND OLD.money
    THEN least(OLD.reserved, (SELECT award_fen FROM cases WHERE id = OLD.case_id))
    WHEN NEW.state = 'reserved' THEN OLD.reserved ELSE OLD.quantity END) THEN
    PERFORM ycdesk_refuse('限额台账的数量不能这样改变。');
  END IF;
  IF NEW.state IN ('committed', 'reserved') THEN
    PERFORM pg_advisory_xact_lock(hashtext(OLD.limit_id || '|' || OLD.key));
    IF NEW.quantity + (
      SELECT coalesce(sum(quantity), 0) FROM uses
      WHERE limit_id = OLD.limit_id AND key = OLD.key AND policy_id = OLD.policy_id AND id <> OLD.id
        AND (state = 'committed' OR state = 'reserved' AND NEW.state = 'reserved') AND CASE OLD.belongs_to
          WHEN 'applicant' THEN applicant_id = OLD.applicant_id OR credit_code = OLD.credit_code
          WHEN 'county' THEN county = OLD.county ELSE TRUE END) > OLD.ceiling THEN
      PERFORM ycdesk_refuse('限额不够：别的办件已经先占用了。');
    END IF;
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_ruling_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM persons WHERE id = NEW.recorded_by AND role IN ('supervisor', 'administrator') AND active) THEN
    PERFORM ycdesk_refuse('裁定由在岗的审批人或管理员记录。');
  END IF;
  IF trim(NEW.document) = '' OR trim(NEW.signer) = '' THEN
    PERFORM ycdesk_refuse('裁定须写明文号和签发人。');
  END IF;
  IF (NEW.subject = 'amount') IS DISTINCT FROM (NEW.case_id IS NOT NULL)
    OR (NEW.subject = 'amount') IS DISTINCT FROM (NEW.amount_fen IS NOT NULL)
    OR NOT coalesce(CASE NEW.subject
      WHEN 'reading' THEN NEW.reading_id <> '' AND NEW.choice <> '' AND NEW.percent IS NULL
      WHEN 'split' THEN NEW.county <> '' AND NEW.percent BETWEEN 0 AND 100
      WHEN 'rate' THEN NEW.measure <> '' AND NEW.percent BETWEEN 0 AND 100
      WHEN 'amount' THEN NEW.amount_fen >= 0 AND NEW.percent IS NULL END, FALSE) THEN
    PERFORM ycdesk_refuse('裁定的内容与裁定的对象不符。');
  END IF;
  IF NEW.case_id IS NOT NULL THEN
    -- Whoever submits the case at this moment waits until the ruling, and its recorder as an editor, are in.
    PERFORM 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned') FOR SHARE;
    IF NOT FOUND THEN
      PERFORM ycdesk_refuse('一事一议的裁定须在办件提交以前记录；已提交的，须先退回。');
    END IF;
  END IF;
  RETURN NEW;
END $$
----
CREATE OR REPLACE FUNCTION ycdesk_checklist_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id AND state NOT IN ('draft', 'received', 'supplement', 'accepted', 'returned')) THEN
      PERFORM ycdesk_refuse('办件已提交，材料清单不能再改。');
    END IF;
    RETURN OLD;
  END IF;
  -- Whoever submits at this moment waits until this paper, and its editor, are in.
  PERFORM 1 FROM cases WHERE id = NEW.case_id AND state IN ('draft', 'received', 'supplement', 'accepted', 'returned') FOR SHARE;
  IF NOT FOUND OR (TG_OP = 'UPDATE' AND (NEW.id, NEW.case_id) <> (OLD.id, OLD.case_id)) THEN
    PERFORM ycdesk_refuse('办件已提交，材料清单不能再改。');
  END IF;
  RETURN NEW;
END $$
----
DROP TRIGGER cases_move_their_uses ON cases
----
CREATE TRIGGER cases_move_their_uses AFTER UPDATE ON cases FOR EACH ROW
  WHEN (OLD.state || '>' || NEW.state IN ('pending>returned', 'pending>withdrawn', 'pending>refused',
    'pending>supported', 'countersign>supported', 'countersign>returned', 'supported>pending', 'supported>countersign')
    OR NEW.state <> OLD.state AND NEW.state IN ('corrected', 'recovered')) EXECUTE FUNCTION ycdesk_case_moves_uses()
----
CREATE TRIGGER cases_4_signed BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION ycdesk_case_signed()
----
CREATE FUNCTION ycdesk_payment_line_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cases WHERE id = NEW.case_id FOR UPDATE;
  IF NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('publicised', 'unfunded')
      AND NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM payment_lines WHERE case_id = NEW.case_id)
        <= award_fen) THEN
    PERFORM ycdesk_refuse('拨付分担只能在安排资金时按核定金额登记。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_payment_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM payment_lines WHERE id = NEW.line_id FOR UPDATE;
  IF trim(NEW.voucher) = '' OR trim(NEW.account_name) = '' OR trim(NEW.account_number) = '' THEN
    PERFORM ycdesk_refuse('拨付须写明凭证号和收款账户。');
  END IF;
  IF NEW.returned_on IS NOT NULL OR NOT EXISTS (SELECT 1 FROM persons WHERE id = NEW.by_id AND active) THEN
    PERFORM ycdesk_refuse('拨付须由在岗人员登记。');
  END IF;
  IF EXISTS (SELECT 1 FROM payments WHERE line_id = NEW.line_id AND returned_on IS NULL) THEN
    PERFORM ycdesk_refuse('这一笔已经拨付过，不能再付。');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM payment_lines JOIN cases ON cases.id = payment_lines.case_id
      WHERE payment_lines.id = NEW.line_id AND payment_lines.amount_fen = NEW.amount_fen
        AND cases.state IN ('payable', 'part_paid')) THEN
    PERFORM ycdesk_refuse('只能按核定金额拨付待拨付的办件。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_payment_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.line_id, OLD.amount_fen, OLD.paid_on, OLD.voucher, OLD.account_name, OLD.bank_name,
      OLD.bank_branch_code, OLD.account_number, OLD.by_id, OLD.at)
      IS DISTINCT FROM (NEW.id, NEW.line_id, NEW.amount_fen, NEW.paid_on, NEW.voucher, NEW.account_name, NEW.bank_name,
      NEW.bank_branch_code, NEW.account_number, NEW.by_id, NEW.at)
    OR OLD.returned_on IS NOT NULL OR NEW.returned_on IS NULL OR trim(NEW.return_reason) = ''
    OR NEW.returned_by IS NULL THEN
    PERFORM ycdesk_refuse('拨付记录只能登记一次退汇，别的不能改。');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM payment_lines JOIN cases ON cases.id = payment_lines.case_id
      WHERE payment_lines.id = OLD.line_id AND cases.state IN ('part_paid', 'paid')) THEN
    PERFORM ycdesk_refuse('这件现在不能登记退汇。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_account_change_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF trim(NEW.document) = '' OR NOT EXISTS (
      SELECT 1 FROM payments JOIN payment_lines ON payment_lines.id = payments.line_id
      WHERE payment_lines.case_id = NEW.case_id AND payments.returned_on IS NOT NULL) THEN
    PERFORM ycdesk_refuse('只有退汇以后才能凭确认书变更一次账户。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_recovery_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.repaid_on IS NOT NULL OR NEW.due_on < NEW.notified_on OR NOT EXISTS (
      SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('part_paid', 'paid', 'archived')
        AND NEW.amount_fen = (SELECT coalesce(sum(payments.amount_fen), 0) FROM payments
          JOIN payment_lines ON payment_lines.id = payments.line_id
          WHERE payment_lines.case_id = NEW.case_id AND payments.returned_on IS NULL)) THEN
    PERFORM ycdesk_refuse('追回的金额应为实际拨付的金额。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_recovery_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.case_id, OLD.amount_fen, OLD.notified_on, OLD.due_on)
      IS DISTINCT FROM (NEW.case_id, NEW.amount_fen, NEW.notified_on, NEW.due_on)
    OR OLD.repaid_on IS NOT NULL OR NEW.repaid_on IS NULL OR trim(NEW.voucher) = '' OR NEW.repaid_to IS NULL THEN
    PERFORM ycdesk_refuse('追回记录只能登记一次退款，别的不能改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_objection_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cases WHERE id = NEW.case_id FOR UPDATE;
  IF NEW.outcome IS NOT NULL OR trim(NEW.content) = ''
    OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state = 'publicised') THEN
    PERFORM ycdesk_refuse('异议在公示期间登记，须写明内容。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_objection_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.case_id, OLD.received_on, OLD.objector, OLD.contact, OLD.content, OLD.recorded_by,
      OLD.recorded_at)
      IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.received_on, NEW.objector, NEW.contact, NEW.content, NEW.recorded_by,
      NEW.recorded_at)
    OR OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR trim(NEW.answer) = '' OR NEW.answered_on IS NULL
    OR NEW.answered_by IS NULL THEN
    PERFORM ycdesk_refuse('异议只能答复一次，别的不能改。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_budget_entry_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('budget|' || NEW.year || '|' || NEW.treasury));
  IF trim(NEW.document) = '' OR NEW.treasury = '' THEN
    PERFORM ycdesk_refuse('预算须写明文件。');
  END IF;
  IF NEW.amount_fen < 0 AND NEW.amount_fen + (
      SELECT coalesce(sum(amount_fen), 0) FROM budget_entries
      WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause) < (
      SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
      WHERE year = NEW.year AND treasury = NEW.treasury AND NEW.clause IN ('', clause) AND state <> 'released') THEN
    PERFORM ycdesk_refuse('预算不能减到已经安排的金额以下。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_budget_use_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('budget|' || NEW.year || '|' || NEW.treasury));
  IF NEW.state NOT IN ('reserved', 'committed')
    OR NOT EXISTS (SELECT 1 FROM cases WHERE id = NEW.case_id AND state IN ('supported', 'publicised', 'unfunded'))
    OR EXISTS (SELECT 1 FROM budget_uses WHERE case_id = NEW.case_id AND treasury = NEW.treasury
      AND state <> 'released') THEN
    PERFORM ycdesk_refuse('资金只能为同意支持、还没有安排资金的办件安排一次。');
  END IF;
  IF NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
      WHERE year = NEW.year AND treasury = NEW.treasury AND  state <> 'released') > coalesce(
      (SELECT sum(amount_fen) FROM budget_entries
      WHERE year = NEW.year AND treasury = NEW.treasury AND clause = ''), CASE WHEN NEW.treasury = 'city' THEN 0 ELSE NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
      WHERE year = NEW.year AND treasury = NEW.treasury AND  state <> 'released') END)
    OR NEW.amount_fen + (SELECT coalesce(sum(amount_fen), 0) FROM budget_uses
      WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause AND state <> 'released') > (SELECT sum(amount_fen) FROM budget_entries
      WHERE year = NEW.year AND treasury = NEW.treasury AND clause = NEW.clause) THEN
    PERFORM ycdesk_refuse('年度预算不够：别的办件已经先安排了资金。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_budget_use_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.case_id, OLD.year, OLD.treasury, OLD.clause, OLD.amount_fen, OLD.at)
      IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.year, NEW.treasury, NEW.clause, NEW.amount_fen, NEW.at)
    OR OLD.state || '>' || NEW.state NOT IN ('reserved>committed', 'reserved>released', 'committed>paid',
      'committed>released', 'paid>committed', 'paid>released') THEN
    PERFORM ycdesk_refuse('资金安排只能改变状态。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_batch_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.posted_on IS NOT NULL OR NEW.minutes_number <> '' THEN
    PERFORM ycdesk_refuse('批次只能从登记开始。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_batch_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.number, OLD.year, OLD.opened_by, OLD.opened_at)
      IS DISTINCT FROM (NEW.id, NEW.number, NEW.year, NEW.opened_by, NEW.opened_at)
    OR OLD.posted_on IS NOT NULL AND (OLD.minutes_number, OLD.minutes_on, OLD.posted_on, OLD.first_day, OLD.last_day, OLD.days, OLD.working, OLD.place)
      IS DISTINCT FROM (NEW.minutes_number, NEW.minutes_on, NEW.posted_on, NEW.first_day, NEW.last_day, NEW.days, NEW.working, NEW.place) THEN
    PERFORM ycdesk_refuse('已公示的批次不能再改。');
  END IF;
  IF NEW.posted_on IS NOT NULL AND (NEW.minutes_number = '' OR NEW.last_day <= NEW.posted_on) THEN
    PERFORM ycdesk_refuse('公示须有会议纪要，最后一天在发布以后。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_deputy_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.id, OLD.person_id, OLD.deputy_id, OLD.first_day, OLD.reason, OLD.recorded_by, OLD.recorded_at)
      IS DISTINCT FROM (NEW.id, NEW.person_id, NEW.deputy_id, NEW.first_day, NEW.reason, NEW.recorded_by, NEW.recorded_at)
    OR NEW.last_day > OLD.last_day THEN
    PERFORM ycdesk_refuse('代办只能提前结束。');
  END IF;
  RETURN NEW;
END $$
----
CREATE FUNCTION ycdesk_step_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases WHERE id = OLD.case_id) THEN
    PERFORM ycdesk_refuse('核查记录不能删除。');
  END IF;
  RETURN OLD;
END $$
----
CREATE TRIGGER payment_lines_inserted BEFORE INSERT ON payment_lines
  FOR EACH ROW EXECUTE FUNCTION ycdesk_payment_line_inserted()
----
CREATE TRIGGER payment_lines_unchanged BEFORE UPDATE ON payment_lines
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('拨付分担不能改。')
----
CREATE TRIGGER payment_lines_stay BEFORE DELETE ON payment_lines
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('拨付分担不能删除。')
----
CREATE TRIGGER payment_lines_not_emptied BEFORE TRUNCATE ON payment_lines
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('拨付分担不能删除。')
----
CREATE TRIGGER payments_inserted BEFORE INSERT ON payments
  FOR EACH ROW EXECUTE FUNCTION ycdesk_payment_inserted()
----
CREATE TRIGGER payments_updated BEFORE UPDATE ON payments
  FOR EACH ROW EXECUTE FUNCTION ycdesk_payment_updated()
----
CREATE TRIGGER payments_stay BEFORE DELETE ON payments
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('拨付记录不能删除。')
----
CREATE TRIGGER payments_not_emptied BEFORE TRUNCATE ON payments
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('拨付记录不能删除。')
----
CREATE TRIGGER account_changes_inserted BEFORE INSERT ON account_changes
  FOR EACH ROW EXECUTE FUNCTION ycdesk_account_change_inserted()
----
CREATE TRIGGER account_changes_unchanged BEFORE UPDATE ON account_changes
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('账户只能变更一次。')
----
CREATE TRIGGER account_changes_stay BEFORE DELETE ON account_changes
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('账户变更不能删除。')
----
CREATE TRIGGER account_changes_not_emptied BEFORE TRUNCATE ON account_changes
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('账户变更不能删除。')
----
CREATE TRIGGER recoveries_inserted BEFORE INSERT ON recoveries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_recovery_inserted()
----
CREATE TRIGGER recoveries_updated BEFORE UPDATE ON recoveries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_recovery_updated()
----
CREATE TRIGGER recoveries_stay BEFORE DELETE ON recoveries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('追回记录不能删除。')
----
CREATE TRIGGER recoveries_not_emptied BEFORE TRUNCATE ON recoveries
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('追回记录不能删除。')
----
CREATE TRIGGER objections_inserted BEFORE INSERT ON objections
  FOR EACH ROW EXECUTE FUNCTION ycdesk_objection_inserted()
----
CREATE TRIGGER objections_updated BEFORE UPDATE ON objections
  FOR EACH ROW EXECUTE FUNCTION ycdesk_objection_updated()
----
CREATE TRIGGER objections_stay BEFORE DELETE ON objections
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('异议不能删除。')
----
CREATE TRIGGER objections_not_emptied BEFORE TRUNCATE ON objections
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('异议不能删除。')
----
CREATE TRIGGER budget_entries_inserted BEFORE INSERT ON budget_entries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_budget_entry_inserted()
----
CREATE TRIGGER budget_entries_unchanged BEFORE UPDATE ON budget_entries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('预算记录不能改；有变动的，请另记一笔。')
----
CREATE TRIGGER budget_entries_stay BEFORE DELETE ON budget_entries
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('预算记录不能删除。')
----
CREATE TRIGGER budget_entries_not_emptied BEFORE TRUNCATE ON budget_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('预算记录不能删除。')
----
CREATE TRIGGER budget_uses_inserted BEFORE INSERT ON budget_uses
  FOR EACH ROW EXECUTE FUNCTION ycdesk_budget_use_inserted()
----
CREATE TRIGGER budget_uses_updated BEFORE UPDATE ON budget_uses
  FOR EACH ROW EXECUTE FUNCTION ycdesk_budget_use_updated()
----
CREATE TRIGGER budget_uses_stay BEFORE DELETE ON budget_uses
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('资金安排不能删除。')
----
CREATE TRIGGER budget_uses_not_emptied BEFORE TRUNCATE ON budget_uses
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('资金安排不能删除。')
----
CREATE TRIGGER batches_inserted BEFORE INSERT ON batches
  FOR EACH ROW EXECUTE FUNCTION ycdesk_batch_inserted()
----
CREATE TRIGGER batches_updated BEFORE UPDATE ON batches
  FOR EACH ROW EXECUTE FUNCTION ycdesk_batch_updated()
----
CREATE TRIGGER batches_stay BEFORE DELETE ON batches
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('批次不能删除。')
----
CREATE TRIGGER batches_not_emptied BEFORE TRUNCATE ON batches
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('批次不能删除。')
----
CREATE TRIGGER case_steps_unchanged BEFORE UPDATE ON case_steps
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('核查记录不能改。')
----
CREATE TRIGGER deputies_updated BEFORE UPDATE ON deputies
  FOR EACH ROW EXECUTE FUNCTION ycdesk_deputy_updated()
----
CREATE TRIGGER deputies_stay BEFORE DELETE ON deputies
  FOR EACH ROW EXECUTE FUNCTION ycdesk_refuse_always('代办记录不能删除。')
----
CREATE TRIGGER deputies_not_emptied BEFORE TRUNCATE ON deputies
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('代办记录不能删除。')
----
CREATE TRIGGER case_steps_stay BEFORE DELETE ON case_steps
  FOR EACH ROW EXECUTE FUNCTION ycdesk_step_deleted()
----
CREATE TRIGGER case_steps_not_emptied BEFORE TRUNCATE ON case_steps
  FOR EACH STATEMENT EXECUTE FUNCTION ycdesk_refuse_always('核查记录不能删除。')
----
-- A temporary table named like one of ours must not be taken for it: the guards look into this schema first.
DO $$
DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT oid FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'ycdesk_') LOOP
    EXECUTE 'ALTER FUNCTION ' || guard || ' SET search_path = ' || quote_ident(current_schema()) || ', pg_temp';
  END LOOP;
END $$
