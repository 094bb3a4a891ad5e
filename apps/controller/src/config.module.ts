import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Resources } from './resources.js';

/** Gives every room the settings, the logger, the metrics and what the process holds open. */
@Global()
@Module({})
export class ConfigModule {
  static of(resources: Resources): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: Resources, useValue: resources }], exports: [Resources] };
  }
}
