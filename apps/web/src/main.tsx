import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyPreferences } from './frame/preferences.ts';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/controls.css';
import './styles/states.css';
import './styles/table.css';
import './styles/chart.css';
import './styles/tabs.css';
import './styles/narrow-parts.css';
import './styles/overview.css';
import './styles/traces.css';
import './styles/logs.css';
import './styles/metrics.css';
import './styles/narrow-pages.css';
import './styles/trace.css';
import './styles/runtime.css';
import './styles/evidence.css';
import './styles/goroutines.css';
import './styles/flame.css';
import './styles/offer.css';

applyPreferences();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A failure is shown at once with its code; the next refresh tries again anyway.
      retry: false,
      staleTime: 60_000,
      // Every refresh is a new key: old answers are let go quickly.
      gcTime: 60_000,
      refetchOnWindowFocus: false,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
