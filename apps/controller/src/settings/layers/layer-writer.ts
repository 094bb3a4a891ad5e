import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import type { FleetRequest } from '../../api/fleet-request.js';

/** Who asks for a change of a layer, of which revision, and whether it is only to be tried. */
export interface LayerWriter {
  caller: Caller;
  /** Null where the route needs none: whatever the layer is at. */
  expectedRevision: number | null;
  isDryRun: boolean;
}

/** The writer of a layer. */
export const RequestLayerWriter = createParamDecorator((_: unknown, context: ExecutionContext): LayerWriter => {
  const { caller, checked } = context.switchToHttp().getRequest<FleetRequest>();
  if (caller === undefined || checked === undefined) throw new TypeError('this route is none that writes a layer');
  return { caller, expectedRevision: checked.expectedVersion, isDryRun: checked.dryRun };
});
