import type { Phrases } from '../subject.ts';

/** 错误与配置自身说明的情形，细于其类别。 */
export const errors: Phrases = {
  'code_error/exception': ({ who, operation }) => ({
    title: `${who}${operation} 自身抛出异常`,
  }),
  'code_error/null_reference': ({ who, operation }) => ({
    title: `${who}${operation} 使用了不存在的值（空引用）`,
    remediation: '先回滚或关掉这条路径；再查该值从何而来，并处理缺失的情形。',
  }),
  'code_error/segmentation_fault': ({ who }) => ({
    title: `${who} 因内存访问错误被终止`,
    nextCheck: '错在哪里？看 core 文件或最后输出中的堆栈；Go：`nightglass inspect crash.txt`。',
    remediation: '先回滚程序或其本地库；再修复堆栈指出的代码。',
  }),
  'code_error/stack_overflow': ({ who, operation }) => ({
    title: `${who}${operation} 无限递归`,
  }),
  'code_error/out_of_range': ({ who, operation }) => ({
    title: `${who}${operation} 访问越界`,
  }),
  'code_error/assertion': ({ who, operation }) => ({
    title: `${who}${operation} 内部的断言失败`,
  }),
  'code_error/arithmetic': ({ who, operation }) => ({
    title: `${who}${operation} 算术出错：除以零或不是数字`,
  }),
  'code_error/type': ({ who, operation }) => ({
    title: `${who}${operation} 使用了错误类型的值或不存在的代码`,
    remediation: '先回滚到没有此错误的版本；再确认各部分由同一状态构建。',
  }),
  'code_error/parse': ({ who, operation }) => ({
    title: `${who}${operation} 无法解析收到的内容`,
    nextCheck: '看一条失败的消息：谁发的，格式改了什么？',
    remediation: '先回滚改了格式的一方；再做到同时接受新旧两种格式，之后再去掉旧的。',
  }),
  'code_error/data_race': ({ who }) => ({
    title: `竞态检测器发现 ${who} 的两个 goroutine 不加锁使用同一块内存`,
    nextCheck: '读双方的堆栈：`nightglass inspect race.txt --source .`。',
    remediation: '用同一把锁保护双方的访问。',
  }),
  'config/address_in_use': ({ who }) => ({
    title: `${who} 无法监听：端口已被占用`,
    nextCheck: '谁占用了？在机器上：`ss -ltnp | grep PORT`。',
    remediation: '结束另一个进程，或换一个端口。',
  }),
  'config/invalid': ({ who, operation }) => ({
    title: `${who}${operation} 的某项配置无效`,
  }),
  'config/missing_file': ({ who, operation }) => ({
    title: `${who}${operation} 缺少所需的文件`,
    nextCheck:
      '镜像里有吗，挂载了吗？`kubectl exec POD -- ls -l DIR`，以及 `kubectl get pod POD -o yaml` 里的卷。',
  }),
  'config/permission_denied': ({ who, operation }) => ({
    title: `${who}${operation} 没有所需的权限`,
    nextCheck:
      '问的是哪个用户、角色或策略？在集群里：`kubectl auth can-i --list --as=system:serviceaccount:NAMESPACE:ACCOUNT`。',
    remediation: '先恢复最近一次可用的权限；再只授予所需的部分。',
  }),
  'config/schema': ({ who, operation }) => ({
    title: `${who}${operation} 与数据库的表结构不一致`,
    nextCheck: '最后执行的是哪个迁移，这个版本需要哪个？',
    remediation: '先回滚版本，或执行缺少的迁移；以后分步变更表结构，使新旧版本都能工作。',
  }),
  'config/godebug': ({ who }) => ({
    title: `${who} 的某个 GODEBUG 设置有害`,
  }),
};
