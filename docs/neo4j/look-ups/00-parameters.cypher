// 00 查询参数 · What to look for
// 姓名或名称，可只写一部分 a name or a part of one
:param name => '张伟';
// 证件号码或统一社会信用代码，全号 a whole citizen number or company code
:param number => '520502198503010017';
// 电话号码 a phone number
:param phone => '13985200001';
// 号牌号码 a plate
:param plate => '贵F12345';
// 查询对象的 id the id of whom you look at (property `id` of what 01 to 04 find)
:param who => 'P-0123456789abcdef';
// 另一对象的 id the id of another one
:param other => 'P-fedcba9876543210';
// 案号 a case number, with full-width brackets
:param case_no => '（2019）黔0502刑初35号';
// 连接数超过此数的节点不展开 nodes with more relationships than this are hubs and are left out
:param hub => 100;
