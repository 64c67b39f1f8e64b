/** Names that a Deployment gives its pods: `NAME-TEMPLATEHASH-RANDOM` (Kubernetes' alphabet without vowels and look-alikes). */
const suffix = /-[0-9a-z]{8,10}-[0-9a-z]{5}$/;

export const serviceOfPod = (pod: string): string => pod.replace(suffix, '');
