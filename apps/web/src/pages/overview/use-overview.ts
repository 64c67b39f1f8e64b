import type { ServiceMapResponse, ServicesResponse } from '@nightglass/model';
import { type Answer, useApi } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';

export const useServices = (): Answer<ServicesResponse> => {
  const { window } = useTime();
  return useApi<ServicesResponse>('/services', { start: window.start, end: window.end });
};

export const useServiceMap = (): Answer<ServiceMapResponse> => {
  const { window } = useTime();
  return useApi<ServiceMapResponse>('/service-map', { start: window.start, end: window.end });
};
