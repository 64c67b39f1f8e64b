import type { Phrases } from '../subject.ts';

/** What errors and settings say of themselves, finer than their class. */
export const errors: Phrases = {
  'code_error/exception': ({ who, inOperation }) => ({
    title: `${who} raises exceptions of its own${inOperation}`,
  }),
  'code_error/null_reference': ({ who, operation }) => ({
    title: `${who}${operation} uses a value that is not there (null reference)`,
    remediation:
      'Roll back or switch the path off; then find where the value comes from and handle that it is missing.',
  }),
  'code_error/segmentation_fault': ({ who }) => ({
    title: `${who} was killed by a memory fault`,
    nextCheck:
      'Where did it fault? A core file, or the stack in its last output; for Go: `nightglass inspect crash.txt`.',
    remediation: 'Roll back the program or its native library; then repair the code that the stack names.',
  }),
  'code_error/stack_overflow': ({ who, operation }) => ({
    title: `${who}${operation} recurses without an end`,
  }),
  'code_error/out_of_range': ({ who, operation }) => ({
    title: `${who}${operation} reads outside of a list`,
  }),
  'code_error/assertion': ({ who, operation }) => ({
    title: `A check inside ${who}${operation} fails`,
  }),
  'code_error/arithmetic': ({ who, operation }) => ({
    title: `${who}${operation} fails at arithmetic: a division by zero or a number that is none`,
  }),
  'code_error/type': ({ who, operation }) => ({
    title: `${who}${operation} uses a value of the wrong type, or code that is not there`,
    remediation:
      'Roll back to the last version without it; then check that all parts were built from one state.',
  }),
  'code_error/parse': ({ who, operation }) => ({
    title: `${who}${operation} cannot read what it is sent`,
    nextCheck: 'Look at one message that fails: who sent it, and what changed in its form?',
    remediation: 'Roll back the side whose format changed; then accept both forms before one is dropped.',
  }),
  'code_error/data_race': ({ who }) => ({
    title: `The race detector found two goroutines of ${who} using the same memory without a lock`,
    nextCheck: 'Read both stacks: `nightglass inspect race.txt --source .`.',
    remediation: 'Guard both accesses with the same lock.',
  }),
  'config/address_in_use': ({ who }) => ({
    title: `${who} cannot listen: its port is taken`,
    nextCheck: 'Who has it? `ss -ltnp | grep PORT` on the machine.',
    remediation: 'End the other process or give it another port.',
  }),
  'config/invalid': ({ who, operation }) => ({
    title: `A setting of ${who}${operation} is not valid`,
  }),
  'config/missing_file': ({ who, operation }) => ({
    title: `${who}${operation} lacks a file that it needs`,
    nextCheck:
      'Is it in the image and mounted? `kubectl exec POD -- ls -l DIR`, and the volumes in `kubectl get pod POD -o yaml`.',
  }),
  'config/permission_denied': ({ who, operation }) => ({
    title: `${who}${operation} is not allowed to do what it needs`,
    nextCheck:
      'Which user, role or policy is asked? In the cluster: `kubectl auth can-i --list --as=system:serviceaccount:NAMESPACE:ACCOUNT`.',
    remediation: 'Give the last working permission back; then grant only what is needed.',
  }),
  'config/schema': ({ who, operation }) => ({
    title: `${who}${operation} and its database do not agree on the schema`,
    nextCheck: 'Which migration ran last, and which one does this version expect?',
    remediation:
      'Roll back the version, or run the missing migration; then change schemas in steps that both versions can live with.',
  }),
  'config/godebug': ({ who }) => ({
    title: `A GODEBUG setting of ${who} does harm`,
  }),
};
