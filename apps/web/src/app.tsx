import { lazy, Suspense } from 'react';
import { Frame } from './frame/frame.tsx';
import { TimeProvider } from './frame/time-context.tsx';
import { matchRoute } from './logic/url-state.ts';
import { LogsPage } from './pages/logs/logs-page.tsx';
import { MetricsPage } from './pages/metrics/metrics-page.tsx';
import { MissingPage } from './pages/missing-page.tsx';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { ServicesPage } from './pages/overview/services-page.tsx';
import { ArtifactPage } from './pages/runtime/artifact-page.tsx';
import { MemoryPage } from './pages/runtime/memory-page.tsx';
import { RuntimePage } from './pages/runtime/runtime-page.tsx';
import { ServicePage } from './pages/service/service-page.tsx';
import { TracePage } from './pages/trace/trace-page.tsx';
import { TracesPage } from './pages/traces/traces-page.tsx';
import { usePlace } from './router/place.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { SkeletonRows } from './ui/states.tsx';

// Root cause is a fifth of the product and the first paint of none of the other pages.
const ExplainPage = lazy(async () => ({
  default: (await import('./pages/explain/index.ts')).ExplainPage,
}));
const ExplanationPage = lazy(async () => ({
  default: (await import('./pages/explain/index.ts')).ExplanationPage,
}));

const Page = () => {
  const route = matchRoute(usePlace().path);
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'services':
      return <ServicesPage />;
    case 'service':
      return <ServicePage key={route.name} name={route.name} />;
    case 'traces':
      return <TracesPage />;
    case 'trace':
      return <TracePage key={route.traceId} traceId={route.traceId} />;
    case 'logs':
      return <LogsPage />;
    case 'metrics':
      return <MetricsPage />;
    case 'explain':
      return <ExplainPage />;
    case 'explanation':
      return <ExplanationPage key={route.id} id={route.id} />;
    case 'runtime':
      return <RuntimePage />;
    case 'memory':
      return <MemoryPage />;
    case 'artifact':
      return <ArtifactPage key={route.id} id={route.id} />;
    case 'missing':
      return <MissingPage />;
  }
};

const Coming = () => (
  <div className="content">
    <SkeletonRows rows={8} />
  </div>
);

export const App = () => {
  const { path } = usePlace();
  return (
    <TimeProvider>
      <Frame>
        <ErrorBoundary key={path}>
          <Suspense fallback={<Coming />}>
            <Page />
          </Suspense>
        </ErrorBoundary>
      </Frame>
    </TimeProvider>
  );
};
