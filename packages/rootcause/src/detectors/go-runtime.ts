import type { Detector } from '../detector.ts';
import { artifactFindings } from './runtime/artifacts.ts';
import { collectorFindings } from './runtime/collector.ts';
import { crashTextFindings } from './runtime/crash-texts.ts';
import { goroutineFindings } from './runtime/goroutines.ts';
import { waitingFindings } from './runtime/waiting.ts';

/**
 * What runtimes tell of themselves: Go's crashes, dumps and profiles, death notices in logs, goroutines, collectors and heaps,
 * event loops and schedulers. Names are those of OpenTelemetry's semantic conventions and of the Prometheus clients. Each part
 * has its formula in its own file. What a runtime shows may be the consequence of a slow callee or of more traffic; each part
 * looks for that and says so.
 */
export const goRuntime: Detector = {
  name: 'go_runtime',
  independent: true,
  detect: (context) => [
    ...artifactFindings(context),
    ...crashTextFindings(context),
    ...goroutineFindings(context),
    ...collectorFindings(context),
    ...waitingFindings(context),
  ],
};
