import type { ModelListing } from '../../../domain/ports/model-listing.ts';
import type { OnPullEvent } from '../pull-event.ts';
import type { PullOptions, PullTools } from '../pull-models.ts';

/** What it takes to bring in a model from the Hub that no manifest knows yet. */
export interface HubTools {
  readonly listing: ModelListing;
  readonly pull: PullTools;
  readonly options: PullOptions;
  readonly onPull: OnPullEvent;
}
