import type { SimulatedHost } from '../fleet/appliance.js';
import { fields, type Field, type FieldRow } from './render-records.js';
import { seenParts } from './seen-parts.js';

type Reading = readonly [name: string, value: string, unit: string, status: 'OK' | 'ERROR' | 'NA'];

function sensorRecords(host: SimulatedHost, readings: readonly Reading[]): Field[][] {
  const { hasSensors } = host.traits;
  return readings.map(([name, read, unit, state]) => {
    const [value, status] = hasSensors ? [read, state] : ['', 'NA'];
    const rows: FieldRow[] = [
      ['Name', 'name', name],
      ['Current Value', 'current_value', value],
      ['Unit', 'unit', unit],
      ['Status', 'status', status],
    ];
    return fields(...rows);
  });
}

/** `show systemhealthpowersupply`: all miscellaneous sensors, so the chassis switch stands among the supplies */
export function powerSupplyRecords(host: SimulatedHost): Field[][] {
  const supplies = seenParts(host).powerSupplies.map((state, position): Reading => {
    const name = `PS${position + 1} Status`;
    return state === 'ok' ? [name, 'Present', '', 'OK'] : [name, 'Failure detected', '', 'ERROR'];
  });
  return sensorRecords(host, [...supplies, ['Chassis Intru', '0', '', 'NA']]);
}

/** `show systemhealthfanspeed` */
export function fanRecords(host: SimulatedHost): Field[][] {
  const speeds = ['9600', '9525', '9600', '9675'];
  return sensorRecords(
    host,
    speeds.map((speed, position): Reading => [`FAN ${position + 1}`, speed, 'RPM', 'OK']),
  );
}

/** `show systemhealthtemperature` */
export function temperatureRecords(host: SimulatedHost): Field[][] {
  return sensorRecords(host, [
    ['CPU1 Temp', '47', 'degrees C', 'OK'],
    ['CPU2 Temp', '49', 'degrees C', 'OK'],
    ['System Temp', '31', 'degrees C', 'OK'],
  ]);
}

/** `show systemhealthvoltage` */
export function voltageRecords(host: SimulatedHost): Field[][] {
  return sensorRecords(host, [
    ['12V', '12.19', 'Volts', 'OK'],
    ['5VCC', '5.03', 'Volts', 'OK'],
    ['3.3VCC', '3.31', 'Volts', 'OK'],
    ['VBAT', '3.02', 'Volts', 'OK'],
  ]);
}
