// Chinese words for the codes that ties, cases and measures carry; English readers see the code itself.

export default {
  // roles in cases and companies
  plaintiff: "原告", defendant: "被告（人）", third_party: "第三人", applicant: "申请人", respondent: "被申请人",
  execution_applicant: "申请执行人", enforcement_applicant: "申请执行人", executee: "被执行人", debtor: "被执行人", creditor: "债权人",
  suspect: "嫌疑人", victim: "被害人", witness: "证人", agent: "代理人", lawyer: "律师", defender: "辩护人", appellant: "上诉人",
  reporter: "报警人", injured: "伤者", other_side: "对方", party: "当事人", transferee: "受让人", guarantor: "保证人",
  shareholder: "股东", legal_rep: "法定代表人", director: "董事", supervisor: "监事", manager: "经理", finance: "财务负责人",
  main: "主申请人", co: "共同申请人", holder: "权利人", owner: "所有人", driver: "驾驶人", passenger: "乘员", pedestrian: "行人",
  // ties and family
  phone: "同一电话", address: "同一住址", vehicle: "同一车辆", employer: "同一单位", company: "同一企业", account: "同一账户",
  family: "亲属", own_company: "任职或出资的企业", spouse: "配偶", parent: "父母", child: "子女", other: "其他", self: "本人",
  father: "父亲", mother: "母亲", son: "儿子", daughter: "女儿", sibling: "兄弟姐妹", grandchild: "孙辈", grandparent: "祖辈",
  hukou: "户籍地", residence: "居住地", work: "工作地", registered: "登记地", person: "自然人", organization: "组织",
  // cases, courts, measures
  criminal: "刑事", civil: "民事", administrative: "行政", criminal_trial: "刑事审判", enforcement: "执行", procuratorate: "检察",
  police: "公安", arrest_review: "审查逮捕", prosecution_review: "审查起诉", first: "首次执行", resumed: "恢复执行", court: "法院",
  summons: "拘传", detention: "拘留", bail: "取保候审", residential_surveillance: "监视居住", arrest: "逮捕",
  prison: "监狱", detention_center: "看守所", lockup: "拘留所", dishonest: "失信被执行人", restricted: "限制消费",
  control: "管制", probation: "缓刑", parole: "假释", temporary_release: "暂予监外执行", fixed_term: "有期徒刑", life: "无期徒刑",
  query: "查询", freeze: "冻结", seal: "查封", deduction: "扣划", auction: "拍卖", seizure: "扣押",
  active: "有效", ended: "已结束", removed: "已删除", closed: "已结", investigating: "侦查中", suspended: "中止", cancelled: "注销",
  urban_minimum: "城市低保", rural_minimum: "农村低保", minimum: "低保", destitute: "特困供养", imprisoned: "收监",
  male: "男", female: "女", citizen: "公民身份号码", uscc: "统一社会信用代码", masked: "已遮蔽号码", damaged: "残损号码",
};
