// 00 规则参数 · Parameters of the rules
:param as_of => date('2026-06-30');
:param as_of_day => 20634;
:param as_of_cal => 2431830;
:param as_of_workday => 5616;
// 关系与事件的时间窗口 days around the event (H01 R1, H01 R2, H01 R3, H01 R4)
:param window_days => 365;
// 一个电话最多几人 most who share a phone (H01 R1, H01 R2, H01 R3, H01 R4)
:param max_phone => 5;
// 一处住址最多几人 most who share an address (H01 R1, H01 R2, H01 R3, H01 R4)
:param max_address => 10;
// 一辆车最多几任所有人 most who owned a vehicle (H01 R1, H01 R2, H01 R3, H01 R4)
:param max_vehicle => 5;
// 一家单位最多几人 most at an employer or in a company (H01 R1, H01 R2, H01 R3, H01 R4)
:param max_company => 20;
// 一个账户最多几人 most who share an account (H01 R1, H01 R2, H01 R3, H01 R4)
:param max_account => 5;
// 住房管理单位名称用词 words in the names of housing agencies (H01 R3)
:param agency_words => ['住房保障', '住建', '住房和城乡建设', '房管', '房屋管理'];
// 计入的最低共有份额 lowest share that counts (M01 R1, M01 R8)
:param min_share => 0.5;
// 当地人均配租标准 local floor area per head (M01 R1, M01 R8)
:param per_capita_area_limit => 15.0;
// 仅限同一地级市 only homes in the same prefecture (M01 R1, M01 R8)
:param same_city_only => true;
// 车价上限 price limit (M01 R2, M01 R8)
:param vehicle_price_limit => 100000.0;
// 车龄上限 age limit (M01 R2, M01 R8)
:param vehicle_age_max => 10;
// 家庭最多拥有的乘用车 cars a family may have (M01 R2, M01 R8)
:param max_cars => 1;
// 宽限期 grace (M01 R3)
:param grace_days => 90;
// 连续空置 months on end (M01 R4)
:param idle_months => 6;
// 累计欠租月数 months unpaid (M01 R5)
:param arrears_months => 6;
// 注册资本 registered capital (M01 R7, M01 R8)
:param reg_capital => 500000.0;
// 家庭年收入线(0为不查) yearly family income (0 is off) (M01 R7)
:param income_limit => 0.0;
// 累犯期间 years in which a new crime is recidivism (M19 R1, M19 R5, M19 R6)
:param recid_years => 5;
// 删除期限 working days to remove (M20 R1, M20 R4, M20 R6)
:param remove_workdays => 3;
// 未注明期限时的列入年限 years of an entry without a term (M20 R2)
:param list_years => 2;
// 公开期限 days to publish (M20 R3)
:param publish_days => 7;
